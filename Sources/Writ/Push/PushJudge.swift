import WritGit
import WritPolicy

extension Ledger {
  /// Judges a push inside `pre-receive` or `update`.
  ///
  /// Every commit that it brings, and what it does to protected branches and checkpoint tags. One
  /// finding refuses the whole push.
  public func judgePush(_ references: [PushedReference]) throws -> PushVerdict {
    try requireWholeHistory(for: "whether the pushed commits may enter")
    return try judge(references, receiver())
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
    var judge = PushJudge(ledger: self)
    for group in try PushArrivals(self, receiver).groups(references) { try judge.judge(group) }
    // After the commits, which tell where the checkpoints among the references belong.
    var referees = ReferenceJudge(self, receiver)
    var verdict = judge.verdict
    verdict.findings = try references.flatMap { try referees.findings($0) } + verdict.findings
    return verdict
  }
}

/// Judges the commits of a push, each once.
private struct PushJudge {
  let ledger: Ledger
  private let arrival: Instant
  private(set) var verdict = PushVerdict()
  private var seen = Set<ObjectID>()
  private var refused = 0

  init(ledger: Ledger) {
    self.ledger = ledger
    arrival = ledger.surroundings.now()
  }

  mutating func judge(_ group: PushArrivals.Group) throws {
    var refusals: [(commit: ObjectID, findings: [Finding])] = []
    let landings = try landings(of: group)
    let history = try walk(group, .oldestFirst)
    while let commit = try history.next() {
      guard seen.insert(commit.id).inserted else { continue }
      guard refused < PushVerdict.mostCommits else {
        verdict.isCutShort = true
        break
      }
      var candidate = try ledger.candidate(commit)
      candidate.approvalsComeLater = !group.isLanding
      // Where a change only waits to be asked, the time at which it lands is another one.
      if group.isLanding { candidate.arrival = arrival }
      candidate.landing = try landings[commit.id].map { try ledger.objects.commit($0) }
      let judged = try ledger.judge(candidate)
      let late = group.isLanding ? ledger.postdating(of: commit, at: arrival) : nil
      if !judged.isAllowed || late != nil {
        refusals.append((commit.id, judged.verdict.findings + (late.map { [$0] } ?? [])))
        refused += 1
      }
      try ledger.factCache.learn(commit, judged.records.map(\.record))
    }
    try tell(refusals, group)
  }

  private func walk(_ group: PushArrivals.Group, _ order: History.Order) throws -> History {
    try History(
      of: ledger.repository, from: group.tips.map(\.commit), hiding: group.hidden, order: order)
  }

  private func landings(of group: PushArrivals.Group) throws -> Landings {
    var result = Landings()
    guard group.isLanding else { return result }
    let history = try walk(group, .topological)
    while let commit = try history.next() { result.learn(from: commit) }
    return result
  }

  private mutating func tell(
    _ refusals: [(commit: ObjectID, findings: [Finding])], _ group: PushArrivals.Group
  ) throws {
    guard !refusals.isEmpty else { return }
    let names = try references(of: Set(refusals.map(\.commit)), group)
    for (commit, findings) in refusals {
      let name = names[commit] ?? group.tips[0].reference
      verdict.findings += findings.map {
        PushFinding(reference: name, commit: commit.hex, finding: $0)
      }
    }
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
    let history = try walk(group, .topological)
    while result.count < commits.count, let commit = try history.next() {
      guard let place = places.removeValue(forKey: commit.id) else { continue }
      if commits.contains(commit.id) { result[commit.id] = group.tips[place].reference }
      for parent in commit.parents { places[parent] = min(places[parent] ?? place, place) }
    }
    return result
  }
}
