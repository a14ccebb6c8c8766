import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The changes that a candidate makes itself: all of them, but for a merge only those values
  /// that come from none of its parents.
  ///
  /// What another parent has was judged when it was made, by rules that descend from those of the
  /// first parent; where it was not, its values count as the merge's own.
  func ownChanges(of candidate: Candidate) throws -> [TreeChange] {
    guard candidate.parents.count > 1, !candidate.changes.isEmpty else { return candidate.changes }
    let sides = try mergedSides(of: candidate)
    return try candidate.changes.filter { change in
      for side in sides where try brings(side, change) { return false }
      return try !isMadeOfSides(change, sides)
    }
  }

  /// What a parent but the first brings into a merge.
  private struct MergedSide {
    let tree: ObjectID
    /// The tree of the best common ancestor with the first parent: what is the same there was not
    /// changed by this side.
    let base: ObjectID?
  }

  private func mergedSides(of candidate: Candidate) throws -> [MergedSide] {
    guard let first = candidate.parents.first else { return [] }
    return try candidate.parents.dropFirst().filter { try isGoverned($0, first, candidate) }.map {
      let base = try repository.mergeBase(first, $0)
      return MergedSide(
        tree: try objects.commit($0).tree, base: try base.map { try objects.commit($0).tree })
    }
  }

  private func isGoverned(
    _ parent: ObjectID, _ first: ObjectID, _ candidate: Candidate
  ) throws -> Bool {
    guard let tree = candidate.parentTree,
      try objects.entry(at: GitPath(Rules.path), in: tree) != nil
    else { return true }
    return try isAnchored(parent, in: first)
  }

  /// Whether a file became what a side made of it.
  private func brings(_ side: MergedSide, _ change: TreeChange) throws -> Bool {
    guard try objects.entry(at: change.path, in: side.tree) == change.after else { return false }
    guard let base = side.base else { return true }
    return try objects.entry(at: change.path, in: base) != change.after
  }

  /// Whether a line of commits, each judged by the rules of its first parent, begins at a commit of
  /// another line's history that had rules.
  ///
  /// A history with a first commit of its own, or one that branched off before the rules, was not
  /// judged by them.
  func isAnchored(_ tip: ObjectID, in trunk: ObjectID) throws -> Bool {
    var own = Set<ObjectID>()
    let history = try History(of: repository, from: [tip], hiding: [trunk])
    while let id = try history.nextID() { own.insert(id) }
    var current = tip
    while own.contains(current) {
      guard let parent = try objects.commit(current).parents.first else { return false }
      current = parent
    }
    let tree = try objects.commit(current).tree
    return try objects.entry(at: GitPath(Rules.path), in: tree) != nil
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
