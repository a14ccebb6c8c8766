import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The changes that a candidate makes itself: all of them, but for a merge only those values
  /// that come from none of its parents.
  ///
  /// What another parent has was judged when it was made; where it was not, its values count as the
  /// merge's own. Whatever a merge on a side line drops of what another parent brought counts too, as
  /// nobody can tell which of the two is the line where it lands.
  func ownChanges(of candidate: Candidate) throws -> [TreeChange] {
    guard candidate.parents.count > 1 else { return candidate.changes }
    var result: [TreeChange] = []
    for parent in candidate.onto == nil ? Array(candidate.parents.prefix(1)) : candidate.parents {
      let changes =
        parent == candidate.parents.first ? candidate.changes : try candidate.changesFrom(parent)
      guard !changes.isEmpty else { continue }
      let sides = try mergedSides(of: candidate, onto: parent)
      result += try changes.filter { change in
        if result.contains(where: { $0.path == change.path }) { return false }
        for side in sides where try brings(side, change) { return false }
        return try !isMadeOfSides(change, sides)
      }
    }
    return result
  }

  /// What other parents bring into a merge than the one onto which it brings them.
  private struct MergedSide {
    let tree: ObjectID
    /// The tree of the best common ancestor with that parent: what is the same there was not changed
    /// by this side.
    let base: ObjectID?
  }

  private func mergedSides(
    of candidate: Candidate, onto trunk: ObjectID
  ) throws -> [MergedSide] {
    try candidate.parents.filter { $0 != trunk }.compactMap { side in
      let fork = try fork(of: side, from: trunk)
      guard try isGoverned(fork, trunk) else { return nil }
      return MergedSide(
        tree: try objects.commit(side).tree,
        base: try fork.base.map { try objects.commit($0).tree })
    }
  }

  private func isGoverned(_ fork: Fork, _ trunk: ObjectID) throws -> Bool {
    let tree = try objects.commit(trunk).tree
    guard try objects.entry(at: GitPath(Rules.path), in: tree) != nil else { return true }
    return try isAnchored(fork.anchor)
  }

  /// Whether a file became what a side made of it.
  private func brings(_ side: MergedSide, _ change: TreeChange) throws -> Bool {
    guard try objects.entry(at: change.path, in: side.tree) == change.after else { return false }
    guard let base = side.base else { return true }
    return try objects.entry(at: change.path, in: base) != change.after
  }

  /// Whether every value of a merged document that differs from the first parent's is one that
  /// another side put at the same place.
  private func isMadeOfSides(_ change: TreeChange, _ sides: [MergedSide]) throws -> Bool {
    let document = try documentChange(change)
    guard document.name != nil, !document.changes.isEmpty else { return false }
    let versions = try sides.map {
      (
        own: try version(of: change.path, in: $0.tree),
        old: try version(of: change.path, in: $0.base)
      )
    }
    return document.leavesByPlace.allSatisfy { leaf in
      versions.contains { version in
        guard let own = version.own, own.value(at: leaf.pointer) == leaf.after else { return false }
        return version.old.map { $0.value(at: leaf.pointer) != leaf.after } ?? true
      }
    }
  }

  private func version(of path: GitPath, in tree: ObjectID?) throws -> JSONValue? {
    guard let entry = try tree.flatMap({ try objects.entry(at: path, in: $0) }), entry.mode.isFile
    else { return nil }
    return try documentChange(TreeChange(path: path, before: nil, after: entry)).after
  }
}
