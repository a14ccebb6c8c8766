import WritGit
import WritPolicy

extension Ledger {
  /// Judges a push inside `pre-receive` or `update`.
  ///
  /// Every commit that it brings, and what it does to protected branches and checkpoint tags. One
  /// finding refuses the whole push.
  public func judgePush(_ references: [PushedReference]) throws -> PushVerdict {
    try requireWholeHistory(for: "whether the pushed commits may enter")
    guard repository.namespace == nil else {
      throw LedgerError(
        .unverifiable, "namespace",
        "The push goes to a namespace of the repository (GIT_NAMESPACE), which nobody can judge.",
        hint: "give what is governed a repository of its own")
    }
    let written = try references.flatMap { try $0.written(in: repository) }
    let misstatements = try misstatements(written)
    guard misstatements.isEmpty else { return PushVerdict(findings: misstatements) }
    return try judge(written, receiver())
  }

  /// Judges a push before it is made, inside `pre-push`, by what is known of the other side.
  ///
  /// - Parameter remote: the name of the remote, or where it is when it has none.
  public func judgePush(_ references: [PushedReference], to remote: String) throws -> PushVerdict {
    guard !references.isEmpty else { return PushVerdict() }
    guard !repository.isShallow else {
      throw LedgerError(
        .unverifiable, "shallow-clone",
        "The history was cut off by a shallow clone, so whether the commits may be pushed cannot be "
          + "decided.",
        hint: "run 'git fetch --unshallow', or let the server decide with 'git push --no-verify'")
    }
    return try judge(references, receiver(behind: remote, references))
  }

  private func judge(
    _ references: [PushedReference], _ receiver: PushReceiver
  ) throws -> PushVerdict {
    do {
      return try verdict(on: references, receiver)
    } catch let error as GitError {
      // The walks of libgit2 do not say at which commit they failed.
      throw try unreadableCommit(references, receiver) ?? error
    }
  }

  /// What tells of the first commit of a push that cannot be read; nil when all can.
  private func unreadableCommit(
    _ references: [PushedReference], _ receiver: PushReceiver
  ) throws -> LedgerError? {
    let tips = try references.filter { !$0.isDeletion }.compactMap { try commit(behind: $0.new) }
    let walk = CommitWalk(objects, from: tips, hiding: receiver.commits.map(\.commit))
    while true {
      let batch = walk.next(256)
      if batch.isEmpty { return nil }
      for item in batch {
        if case .failure(let error) = item.commit {
          return PushJudge.unverifiable(item.id, error.message)
        }
      }
    }
  }

  private func verdict(
    on references: [PushedReference], _ receiver: PushReceiver
  ) throws -> PushVerdict {
    var judge = PushJudge(self, references)
    for group in try PushArrivals(self, receiver).groups(references) { try judge.judge(group) }
    // After the commits, which tell where the checkpoints among the references belong.
    var referees = ReferenceJudge(self, receiver, pushed: judge.applies, bases: judge.bases)
    var verdict = judge.verdict
    verdict.findings = try references.flatMap { try referees.findings($0) } + verdict.findings
    return verdict
  }
}

/// Judges the commits of a push by the walk of `verify`, on two threads where there are many
/// commits and two processors.
private struct PushJudge {
  let ledger: Ledger
  private let arrival: Instant
  private(set) var verdict = PushVerdict()
  /// The applies that the push brings with their checkpoints, by their ids.
  private(set) var applies: [ULID: VerifiedApply] = [:]
  /// What the walk from a commit came to: commits that are there already, of which it is made.
  private(set) var bases: [ObjectID: Set<ObjectID>] = [:]
  private var refused = Set<ObjectID>()

  /// The applies whose checkpoints the push names: of a long history nobody asks for the others.
  private let checkpoints: Set<ULID>

  init(_ ledger: Ledger, _ references: [PushedReference]) {
    self.ledger = ledger
    arrival = ledger.surroundings.now()
    checkpoints = Set(
      references.compactMap { $0.name(after: Ledger.checkpointPrefix).flatMap { ULID($0) } })
  }

  mutating func judge(_ group: PushArrivals.Group) throws {
    let repository = ledger.repository
    let question = Examiner.Question(
      approvalsComeLater: !group.isLanding, hasEarlier: true,
      arrival: group.isLanding ? arrival : nil)
    var pool = try walk(group, question, turns: [:])
    let turns = try turns(group, pool)
    // Few pushes have such merges, so that it does not matter that these are walked twice.
    if !turns.isEmpty { pool = try walk(group, question, turns: turns) }
    var findings = pool.result()
    let earlier = EarlierHistory(ledger: ledger, bases: pool.bases, facts: [])
    let tips = group.tips.map(\.commit)
    let lineage = WalkedLineage(repository, earlier: earlier, walked: { pool.walked(from: tips) }) {
      group.tips.first.map { pool.trunk(from: $0.commit) } ?? []
    }
    try ledger.judgeDeferred(&findings, lineage, earlier, question)
    try ledger.refuseTwins(&findings, from: Array(Set(group.tips.map(\.commit))), earlier)
    if let tip = group.tips.first, group.tips.count == 1 {
      bases[tip.commit, default: []].formUnion(pool.bases)
    }
    let named = findings.applies.filter { checkpoints.contains($0.apply.id) }
    for item in named.sorted(by: { $0.number < $1.number }) { applies[item.apply.id] = item.apply }
    if pool.isCutShort { verdict.isCutShort = true }
    // A rollback under rules that nobody can read is told by verify, and refused by nobody.
    try tell(findings.found.reversed().compactMap(\.problem).filter { $0.status != .ok }, group)
  }

  private func walk(
    _ group: PushArrivals.Group, _ question: Examiner.Question, turns: [ObjectID: Int]
  ) throws -> VerifyPool {
    let pool = try walk(group, question, turns, [:])
    // What was found may rest on where a wrong clock let commits land, and be all that was found.
    let misjudged = pool.misjudged()
    return try misjudged.isEmpty ? pool : walk(group, question, turns, misjudged)
  }

  private func walk(
    _ group: PushArrivals.Group, _ question: Examiner.Question, _ turns: [ObjectID: Int],
    _ fixed: [Int: CommitWalk.Site?]
  ) throws -> VerifyPool {
    let repository = ledger.repository
    let pool = try VerifyPool(
      repository.opening, repository.packFiles(), from: group.tips.map(\.commit),
      hiding: group.hidden, turns: turns, fixed: fixed, mostProblems: PushVerdict.mostCommits,
      keeping: .little)
    try pool.run(threads: Threads.usual, repository.opening, ledger.surroundings, question)
    return pool
  }

  /// The merges of a push that bring what a branch was as another parent than the first.
  private func turns(
    _ group: PushArrivals.Group, _ pool: VerifyPool
  ) throws -> [ObjectID: Int] {
    var result: [ObjectID: Int] = [:]
    for tip in group.tips where group.isLanding {
      guard let old = tip.old, pool.firstHidden(from: tip.commit) != old else { continue }
      let line = try BranchLine(ledger.repository, from: tip.commit, to: old)
      result.merge(line.turns) { first, _ in first }
    }
    return result
  }

  private mutating func tell(
    _ problems: [VerifyProblem], _ group: PushArrivals.Group
  ) throws {
    var refusals: [(commit: ObjectID, findings: [Finding])] = []
    for problem in problems {
      guard let commit = problem.commit, !refused.contains(commit),
        try !isThere(commit, problem, group)
      else { continue }
      if let missing = problem.missing.first { throw PushJudge.unverifiable(commit, missing) }
      guard refused.count < PushVerdict.mostCommits else {
        verdict.isCutShort = true
        break
      }
      refused.insert(commit)
      refusals.append((commit, problem.findings))
    }
    guard !refusals.isEmpty else { return }
    let names = try references(of: Set(refusals.map(\.commit)), group)
    for (commit, findings) in refusals {
      let name = names[commit] ?? group.tips[0].reference
      verdict.findings += findings.map {
        PushFinding(reference: name, commit: commit.hex, finding: $0)
      }
    }
  }

  /// Whether the receiver has a commit: a clock that was wrong may have led the walk to what is there
  /// already.
  private func isThere(
    _ commit: ObjectID, _ problem: VerifyProblem, _ group: PushArrivals.Group
  ) throws -> Bool {
    do {
      return try ledger.repository.isReachable(commit, from: group.hidden)
    } catch {
      // What cannot be read is what the search came upon.
      guard let missing = problem.missing.first else { throw error }
      throw PushJudge.unverifiable(commit, missing)
    }
  }

  static func unverifiable(_ commit: ObjectID, _ reason: String) -> LedgerError {
    LedgerError(
      .unverifiable, "unverifiable-commit",
      "The commit \(commit.short) cannot be judged: \(reason)",
      hint: "push from a whole clone; 'git fsck --full' tells what is missing or malformed; "
        + "what was malformed from the start has to be made anew")
  }

  /// The first reference of the push that brings each of some commits.
  private func references(
    of commits: Set<ObjectID>, _ group: PushArrivals.Group
  ) throws -> [ObjectID: String] {
    guard group.tips.count > 1 else { return [:] }
    var places: [ObjectID: Int] = [:]
    for (place, tip) in group.tips.enumerated() where places[tip.commit] == nil {
      places[tip.commit] = place
    }
    var result: [ObjectID: String] = [:]
    let history = try History(
      of: ledger.repository, from: group.tips.map(\.commit), hiding: group.hidden)
    while result.count < commits.count, let commit = try history.next() {
      guard let place = places.removeValue(forKey: commit.id) else { continue }
      if commits.contains(commit.id) { result[commit.id] = group.tips[place].reference }
      for parent in commit.parents { places[parent] = min(places[parent] ?? place, place) }
    }
    return result
  }
}
