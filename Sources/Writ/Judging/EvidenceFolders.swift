import WritGit

extension Ledger {
  /// Throws when a commit puts something below `evidence/` that cannot be read: trees that are not
  /// well-formed, nested too deeply, or hold too much.
  ///
  /// What the parent has too was looked at there.
  func requireReadableEvidence(of commit: Commit, on parentTree: ObjectID?) throws {
    guard let now = try evidenceFolder(of: commit.tree) else { return }
    let before = try parentTree.flatMap { try evidenceFolder(of: $0) }
    if now == before { return }
    let known = Set(try before.map { try readableEntries(of: $0).map(\.entry.id) } ?? [])
    var budget = surroundings.limits.trees
    for (name, entry) in try objects.entries(of: now)
    where entry.mode == .folder && !known.contains(entry.id) {
      _ = try objects.files(in: entry.id, under: Ledger.evidence.appending(name), &budget)
    }
  }

  /// The files below `evidence/` as far as they can be read and lie where a work tree can have them.
  ///
  /// For leaving them behind: what somebody put there must not hold up the change after it.
  func readableEvidence(in tree: ObjectID) throws -> [(path: GitPath, entry: TreeEntry)] {
    var result: [(path: GitPath, entry: TreeEntry)] = []
    guard let folder = try evidenceFolder(of: tree) else { return [] }
    var budget = surroundings.limits.trees
    for (name, entry) in try readableEntries(of: folder) {
      let path = Ledger.evidence.appending(name)
      guard entry.mode == .folder else {
        result.append((path, entry))
        continue
      }
      do {
        result += try objects.files(in: entry.id, under: path, &budget)
      } catch {
        guard error.code == .corrupt || error.code == .tooMuch else { throw error }
      }
    }
    return result.filter { $0.path.isSafe && $0.entry.mode.isFile }
  }

  private func evidenceFolder(of tree: ObjectID) throws -> ObjectID? {
    let entry = try objects.entry(at: Ledger.evidence, in: tree)
    return entry?.mode == .folder ? entry?.id : nil
  }

  private func readableEntries(
    of folder: ObjectID
  ) throws -> [(name: [UInt8], entry: TreeEntry)] {
    do {
      return try objects.entries(of: folder)
    } catch {
      guard error.code == .corrupt else { throw error }
      return []
    }
  }
}
