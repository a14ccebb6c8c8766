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
    let packs = try repository.packs()
    let known = request.usesCache ? try cache.load() : nil
    if let known, known.isCurrent { return known.report }
    let state = try examine(scope, request, known, progress)
    let report = try self.report(state, scope, listing: request.listsCommits)
    try cache.store(state, report, read: packs)
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
    let packs = repository.packFiles()
    objects.read(from: packs, keeping: .little)
    let pool = try VerifyPool(
      repository.opening, packs, from: [scope.tip], hiding: hidden, progress: progress)
    var question = Examiner.Question(exempt: try exempt(before: scope.since))
    question.hasEarlier = !scope.hidden.isEmpty || older?.facts.isEmpty == false
    try pool.run(
      threads: request.threads ?? Threads.usual, repository.opening, surroundings, question)
    pool.settle(hiding: hidden, in: repository)
    var findings = pool.result()
    let earlier = EarlierHistory(
      ledger: self, bases: scope.hidden.isEmpty ? [] : pool.bases, facts: older?.facts ?? [])
    try judgeDeferred(
      &findings,
      WalkedLineage(repository, earlier: earlier, walked: { pool.walked(from: [scope.tip]) }) {
        pool.trunk(from: scope.tip)
      }, earlier, question, older?.applies ?? [])
    try refuseTwins(&findings, from: [scope.tip], earlier, older?.applies ?? [])
    var state = VerifyState(findings)
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
}
