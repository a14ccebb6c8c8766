public import WritGit
import WritPolicy

extension Ledger {
  /// Calls `body` with the commits that change policy or governance, newest first, as far as the
  /// filter lets them through.
  ///
  /// - Parameter old: a revision whose history is left out; not with filters that ask the index.
  public func log(
    from revision: String? = nil, on branchName: String? = nil, leaving old: String? = nil,
    _ filter: LogFilter, _ body: (Entry) throws -> Void
  ) throws {
    if filter.needsIndex { return try indexedLog(from: revision, on: branchName, filter, body) }
    try requireWholeHistory(for: "which changes it had")
    let start = try revision.map { try commit($0) } ?? viewpoint(branchName).tip
    let hidden = try old.map { [try commit($0)] } ?? []
    let history = try History(of: repository, from: [start], hiding: hidden)
    var told = 0
    while told < filter.limit, let commit = try history.next() {
      guard try changesPolicy(commit, nil) else { continue }
      try body(entry(commit))
      told += 1
    }
  }

  /// The first commit of a first-parent history.
  public func root(from revision: String?, on branch: String?) throws -> ObjectID {
    let view = try history(of: revision, on: branch, for: "where it begins")
    return try view.answering { timeline, _ in try timeline.commit(0).id }
  }

  /// Whether a commit differs from each of its parents in what is governed: a merge that takes
  /// over one side whole changes nothing itself.
  func changesPolicy(_ commit: Commit, _ document: DocumentName?) throws -> Bool {
    let paths = document.map { [GitPath($0.path)] } ?? Ledger.governed
    func entries(_ tree: ObjectID) throws -> [TreeEntry?] {
      try paths.map { try objects.entry(at: $0, in: tree) }
    }
    let own = try entries(commit.tree)
    if commit.parents.isEmpty { return own.contains { $0 != nil } }
    for parent in commit.parents where try entries(objects.commit(parent).tree) == own {
      return false
    }
    return true
  }

  /// The commit that a user names by an apply's id, a checkpoint or any revision.
  public func applyCommit(_ text: String, on branch: Branch) throws -> ObjectID {
    if ULID(text) != nil {
      if let id = try facts(at: branch).commit(stating: Fact(.id, text)) { return id }
      if let id = try proposal(text) { return id }
      throw LedgerError(
        .usage, "unknown-apply", "There is no apply '\(text)' in the history of '\(branch.name)'.",
        hint: "list the applies with 'writ log'")
    }
    return try commit(text)
  }

  private func proposal(_ id: String) throws -> ObjectID? {
    try repository.reference("refs/heads/writ/\(id)")
  }
}
