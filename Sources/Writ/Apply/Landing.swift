import WritGit
import WritPolicy

/// The last steps of an apply: checkpoint tag, branch, work tree and index, in an order in which
/// a kill between any two of them leaves the old state or the new one, and a journal tells the
/// next command which.
struct Landing {
  /// A file that the commit changes.
  struct File: Equatable {
    let path: GitPath
    let before: TreeEntry?
    let after: TreeEntry?
  }

  let ledger: Ledger
  let id: ULID
  let branch: String
  /// The tip that the commit builds on; nil for a first commit.
  let base: ObjectID?
  let isCheckedOut: Bool
  let commit: ObjectID
  /// The checkpoint's tag object; nil where there is nothing to go back to.
  let tag: ObjectID?
  let files: [File]

  private var repository: Repository { ledger.repository }
  private var tagName: String { "refs/tags/checkpoint/\(id)" }

  /// Lands the commit; what could not be finished afterwards is returned as a sentence.
  ///
  /// `locked` is the index of the work tree when the caller has locked it.
  func land(intent: Intent, _ locked: StagedIndex?) throws -> String? {
    try ledger.refuseIfCheckedOutElsewhere(branch)
    let workTree = isCheckedOut ? WorkTree(of: repository) : nil
    let journal = Journal(
      id: id, branch: branch, base: base, commit: commit, tag: tag,
      workTree: repository.workTreeName, files: workTree == nil ? [] : files)
    var staged = locked
    let doubt: GitError?
    do {
      // The journal comes first: it tells recovery whose tag and whose lock it may remove.
      try journal.write(in: repository)
      if workTree != nil, staged == nil {
        staged = try StagedIndex(of: repository, owner: id.description)
      }
      if let workTree { try WorkTreeUpdate(workTree, files).refuseDirty(staged) }
      try makeTag()
      doubt = try repository.updateReference(
        branch, from: base, to: commit, reason: "writ: \(intent.rawValue) \(id)")
    } catch {
      staged?.abandon()
      giveUp(journal)
      throw error
    }
    return [doubt.map(Landing.doubtful), finish(journal, workTree, staged)].compactMap { $0 }
      .reduce(nil) { told, more in told.map { "\($0) \(more)" } ?? more }
  }

  private func makeTag() throws {
    guard let tag else { return }
    // The branch must not be on the disk without the checkpoint.
    let doubt = try repository.createReference(tagName, to: tag, reason: "writ: checkpoint")
    if let doubt { throw doubt }
  }

  /// What is told when the branch was moved and the disk did not confirm it.
  static func doubtful(_ error: GitError) -> String {
    "The commit is made, but a loss of power may still take it back: \(error)"
  }

  /// Takes back what was begun before the commit.
  private func giveUp(_ journal: Journal) {
    do {
      if let tag { try repository.deleteReference(tagName, at: tag) }
      try journal.remove(in: repository)
    } catch {
      // The journal is still there, so the next command does it.
    }
  }

  /// The commit is made: from here on nothing is an error of the apply any more.
  private func finish(
    _ journal: Journal, _ workTree: WorkTree?, _ staged: StagedIndex?
  ) -> String? {
    do {
      if let workTree, let staged {
        let update = WorkTreeUpdate(workTree, files)
        try update.writeFiles(from: ledger.objects, staged)
        try update.stage(staged)
        try staged.commit()
      }
      try journal.remove(in: repository)
      return nil
    } catch {
      staged?.abandon()
      return "The commit is made, but the work tree could not be brought up to it: \(error)"
    }
  }
}

extension Ledger {
  /// Moving a branch under another work tree's feet would make its files look edited.
  func refuseIfCheckedOutElsewhere(_ branch: String) throws {
    guard let place = try repository.otherWorkTree(on: branch) else { return }
    throw LedgerError(
      .usage, "checked-out-elsewhere",
      "The branch '\(branch)' is checked out in another work tree (\(place)).",
      hint: "run the command there")
  }
}
