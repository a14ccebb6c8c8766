import WritGit
import WritJSON
import WritPolicy
import WritSignature

extension Ledger {
  /// The changes that a candidate makes itself: all of them, but for a merge only those of files with
  /// values that it does not take over from another parent, which changed them itself.
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
        try !result.contains { $0.path == change.path } && !isTakenOver(change, sides)
      }
    }
    return result
  }

  /// What other parents bring into a merge than the one onto which it brings them.
  private struct MergedSide {
    let tree: ObjectID
    /// The trees of the best common ancestors with that parent: what is the same there was not
    /// changed by this side.
    let bases: [ObjectID]
    /// The tree of the one best common ancestor of several of them.
    let origin: ObjectID?
  }

  private func mergedSides(
    of candidate: Candidate, onto trunk: ObjectID
  ) throws -> [MergedSide] {
    try candidate.parents.filter { $0 != trunk }.compactMap { side in
      let fork = try fork(of: side, from: trunk)
      guard try isGoverned(fork, trunk) else { return nil }
      return MergedSide(
        tree: try objects.commit(side).tree,
        bases: try fork.bases.map { try objects.commit($0).tree },
        origin: try origin(of: fork.bases).map { try objects.commit($0).tree })
    }
  }

  /// The best common ancestor of two, where they have one.
  private func origin(of bases: [ObjectID]) throws -> ObjectID? {
    guard bases.count == 2 else { return nil }
    let found = try repository.mergeBases(bases[0], bases[1])
    return found.count == 1 ? found[0] : nil
  }

  private func isGoverned(_ fork: Fork, _ trunk: ObjectID) throws -> Bool {
    let tree = try objects.commit(trunk).tree
    guard try objects.entry(at: GitPath(Rules.path), in: tree) != nil else { return true }
    return try isAnchored(fork.anchor)
  }

  // MARK: What a merge takes over

  /// Whether nothing of a file differs from the line but what the sides changed themselves.
  private func isTakenOver(_ change: TreeChange, _ sides: [MergedSide]) throws -> Bool {
    var files: [SideVersion<TreeEntry>] = []
    for side in sides {
      let version = SideVersion(
        own: try file(at: change.path, in: side.tree),
        bases: try side.bases.map { try file(at: change.path, in: $0) },
        origin: try side.origin.map { try file(at: change.path, in: $0) })
      // Most sides leave most files as they are, and several may bring the same.
      if version.isChanged || version.bases.count > 1, !files.contains(version) {
        files.append(version)
      }
    }
    if files.isEmpty { return false }
    if files.contains(where: {
      $0.own == change.after && ($0.began(with: change.before) || $0.bases.isEmpty)
    }) {
      return true
    }
    let document = try documentChange(change)
    guard document.name != nil else { return try files.contains { try hasAll($0, of: change) } }
    // Another layout alone, which no rule sees.
    if document.before == document.after { return files.contains(where: \.isChanged) }
    let versions = try files.compactMap { try values(of: $0, at: change.path) }
    return TakenOver.isAll(document.before, document.after, versions)
  }

  private func file(at path: GitPath, in tree: ObjectID) throws -> TreeEntry? {
    let entry = try objects.entry(at: path, in: tree)
    return entry?.mode == .folder ? nil : entry
  }

  /// The values of a document as a side and its beginning have it; nil where one of them has a file
  /// without values, of which nobody can tell what was changed.
  private func values(
    of file: SideVersion<TreeEntry>, at path: GitPath
  ) throws -> SideVersion<JSONValue>? {
    var isReadable = true
    let values = try file.map { entry in
      let value = try documentChange(TreeChange(path: path, before: nil, after: entry)).after
      isReadable = isReadable && value != nil
      return value
    }
    return isReadable ? values : nil
  }

  /// Whether a file without values that a merge takes from a side has all that the line changed.
  private func hasAll(_ file: SideVersion<TreeEntry>, of change: TreeChange) throws -> Bool {
    guard file.own == change.after, file.bases.count == 1, let old = file.bases[0],
      let before = change.before, let after = change.after
    else { return false }
    var texts: [[UInt8]] = []
    for entry in [old, before, after] {
      guard entry.mode.isFile, try objects.header(entry.id).size <= RevocationList.limit
      else { return false }
      texts.append(try objects.blob(entry.id, limit: RevocationList.limit))
    }
    return JSONMerge.hasAllLines(base: texts[0], ours: texts[1], theirs: texts[2])
  }
}
