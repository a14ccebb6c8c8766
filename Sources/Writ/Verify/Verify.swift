import WritGit
import WritPolicy

extension Ledger {
  /// Judges a history commit by commit, each by the rules in force before it and by the engine of
  /// the hooks, and holds checkpoints against it.
  ///
  /// - Parameter progress: is told from time to time how many commits were looked at, on any thread.
  /// - Throws: `unverifiable` when git shows another history than was made.
  public func verify(
    _ request: VerifyRequest, progress: (@Sendable (Int) -> Void)? = nil
  ) throws -> VerifyReport {
    try requireTrueHistory()
    let scope = try VerifyScope(request, in: self)
    let cache = VerifyCache(self, scope, isListing: request.listsCommits)
    let known = request.usesCache ? try cache.load() : nil
    if let known, known.isCurrent { return known.report }
    let state = try examine(scope, request, known, progress)
    let report = try self.report(state, scope, listing: request.listsCommits)
    try cache.store(state, report)
    return report
  }

  /// A shallow clone, grafts and replacements show a history that is not the one that was made.
  private func requireTrueHistory() throws {
    try requireWholeHistory(for: "whether it holds")
    if repository.isCutOff {
      throw LedgerError(
        .unverifiable, "grafts", "The file info/grafts hides part of the history.",
        hint: "remove the file, or verify a fresh clone")
    }
    if try repository.hasReplacements() {
      throw LedgerError(
        .unverifiable, "replace-refs",
        "References under refs/replace/ show git's users other objects than are stored.",
        hint: "delete them with 'git replace -d', or verify a fresh clone")
    }
  }

  private func examine(
    _ scope: VerifyScope, _ request: VerifyRequest, _ known: VerifyCache.Known?,
    _ progress: (@Sendable (Int) -> Void)?
  ) throws -> VerifyState {
    let older = known?.state()
    let hidden = scope.hidden + (older == nil ? [] : known.map { [$0.tip] } ?? [])
    let pool = try VerifyPool(
      repository.opening, from: [scope.tip], hiding: hidden, progress: progress)
    try pool.run(
      threads: request.threads, repository.opening, surroundings,
      exempt: try exempt(before: scope.since))
    var (found, others) = pool.result()
    let walked = WalkedLineage(
      repository, trunk: pool.trunk(from: scope.tip),
      elsewhere: scope.hidden.isEmpty
        ? nil
        : { [self] facts, tip in try self.facts(at: tip).storedCommits(stating: facts)
        })
    try judgeDeferred(&found, older, walked)
    var state = VerifyState(found, others: others)
    if let older { state.append(older) }
    state.known = older.map { $0.commits.count + $0.others } ?? 0
    return state
  }

  /// The commits before the one at which governance began.
  private func exempt(before since: ObjectID?) throws -> Set<ObjectID> {
    guard let since else { return [] }
    let walk = CommitWalk(objects, from: try objects.commit(since).parents, hiding: [])
    var result = Set<ObjectID>()
    while case let batch = walk.next(1_024), !batch.isEmpty {
      for item in batch { result.insert(item.id) }
    }
    return result
  }

  /// Judges what had to wait until the history was known, and once more what brings values that
  /// somebody rolled back.
  private func judgeDeferred(
    _ found: inout [Examined], _ older: VerifyState?, _ walked: WalkedLineage
  ) throws {
    let waiting = found.indices.filter { found[$0].isDeferred }
    let facts = found.flatMap(\.facts) + (older?.facts ?? [])
    if waiting.isEmpty, facts.isEmpty { return }
    walked.learn(found.flatMap(\.applies) + (older?.applies ?? []), facts)
    lineage = walked.lineage
    defer { lineage = nil }
    // Oldest first: what these state is found by those that build on it.
    for index in waiting.reversed() {
      try examineAgain(&found[index])
      walked.learn(found[index].applies, found[index].facts)
    }
    // Marks are of this process only, so what an earlier run found of rollbacks is asked each time.
    let undone = Set(found.flatMap(\.undone))
    let asksAll = older?.facts.isEmpty == false
    for index in found.indices {
      guard asksAll || found[index].brought.contains(where: undone.contains) else { continue }
      try examineAgain(&found[index])
    }
  }

  private func examineAgain(_ examined: inout Examined) throws {
    let commit = try objects.commit(examined.id)
    let item = CommitWalk.Item(
      number: examined.number, commit: .success(commit), id: commit.id,
      parentTree: try parentTree(of: commit),
      parentSeconds: try commit.parents.first.map { try objects.commit($0).committer.seconds },
      landing: examined.landing)
    examined = try Examiner(ledger: self, exempt: [], looksBack: true).examine(item)
  }
}

extension Examined {
  fileprivate var isDeferred: Bool { if case .deferred = outcome { true } else { false } }
}
