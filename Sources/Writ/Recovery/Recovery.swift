import WritGit
import WritPolicy

extension Ledger {
  /// Finishes or cleans up what killed commands began.
  ///
  /// The caller holds the lock, so no journal belongs to a command that still runs.
  @discardableResult
  func recover() throws -> [String] {
    // Locks that a killed command left are in the way of what its journal asks for.
    for path in try leftovers() { try FileSystem.remove(path) }
    let (journals, damaged) = try Journal.all(in: repository)
    var told = try journals.compactMap { try recover($0) }
    for path in damaged {
      // It was written whole or not at all, so somebody edited it: nothing can be learned from it.
      try FileSystem.rename(path, to: path + ".damaged")
      told.append("A journal could not be read and was put aside as '\(path).damaged'.")
    }
    return told
  }

  /// Recovers without waiting when something was left behind and nobody is writing.
  public func recoverIfIdle() throws -> [String] {
    guard try mayHaveLeftovers(),
      let lock = try FileLock.acquire(repository.commonPath("writ/lock"), waitingAtMost: 0)
    else { return [] }
    defer { withExtendedLifetime(lock) {} }
    return try recover()
  }

  /// A quick look that finds all that could be in the way of git.
  func mayHaveLeftovers() throws -> Bool {
    try repository.hasSharedLock
      || FileSystem.names(in: Journal.folder(in: repository)).contains { $0.hasSuffix(".json") }
  }

  /// Files that killed commands left and that no journal tells.
  ///
  /// The caller holds the lock.
  func leftovers() throws -> [String] {
    let references = String(Ledger.checkpointPrefix.dropLast())
    return try repository.leftovers(lockedReferences: references)
      + FileSystem.leftovers(in: Journal.folder(in: repository))
  }

  private func recover(_ journal: Journal) throws -> String? {
    try repository.removeReferenceLock(journal.branch, movingTo: journal.commit)
    let place = repository.gitDirectory(ofWorkTree: journal.workTree)
    guard try isCommitted(journal) else {
      if let place { try StagedIndex.removeLock(ofIndexAt: "\(place)/index") }
      if let tag = journal.tag {
        try repository.deleteReference("\(Ledger.checkpointPrefix)\(journal.id)", at: tag)
      }
      try journal.remove(in: repository)
      return "Apply \(journal.id) was begun and not committed; its checkpoint was removed."
    }
    guard journal.workTree == repository.workTreeName else {
      // A work tree finishes what was begun in it, if it is still there.
      if let place, FileSystem.exists(place) { return nil }
      try journal.remove(in: repository)
      return nil
    }
    try StagedIndex.removeLock(ofIndexAt: repository.indexPath)
    try finishWorkTree(journal)
    try journal.remove(in: repository)
    return "Apply \(journal.id) was committed; work tree and index were brought up to it."
  }

  private func isCommitted(_ journal: Journal) throws -> Bool {
    guard let tip = try repository.reference(journal.branch) else { return false }
    return try repository.isAncestor(journal.commit, of: tip)
  }

  /// Only files that the checked out commit still has as the journal says are touched.
  private func finishWorkTree(_ journal: Journal) throws {
    guard let workTree = WorkTree(of: repository), !journal.files.isEmpty,
      case .branch(journal.branch, let tip?) = try repository.head()
    else { return }
    let tree = try objects.commit(tip).tree
    let files = try journal.files.filter { try objects.entry(at: $0.path, in: tree) == $0.after }
    let staged = try StagedIndex(of: repository, owner: journal.id.description)
    do {
      let update = WorkTreeUpdate(workTree, files)
      try update.removeLeftovers()
      try update.writeFiles(from: objects, staged)
      let stale = files.filter { staged.id(of: $0.path) == $0.before?.id }
      try WorkTreeUpdate(workTree, stale).stage(staged)
      try staged.commit()
    } catch {
      staged.abandon()
      throw error
    }
  }
}
