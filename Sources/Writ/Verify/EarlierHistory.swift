import WritGit
import WritPolicy

/// The history before a walk: what an earlier run found of it, and what the index knows.
struct EarlierHistory {
  let ledger: Ledger
  /// The commits on which those of the walk build, where nothing was found of them before.
  let bases: [ObjectID]
  /// What an earlier run found of values that were rolled back.
  let facts: [StatedFact]

  /// The commits that state one of the facts, as far as the index is asked.
  func commits(stating facts: [Fact]) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    var result: [(kind: Fact.Kind, commit: ObjectID)] = []
    for base in bases {
      for found in try ledger.facts(at: base).storedCommits(stating: facts)
      where !result.contains(where: { $0 == found }) {
        result.append(found)
      }
    }
    return result
  }

  /// Whether any of the marked facts is stated.
  func states(anyOf marks: some Sequence<ValueMark>) throws -> Bool {
    let known = Set(facts.map(\.fact))
    var some: [Fact] = []
    func isStated() throws -> Bool {
      defer { some.removeAll(keepingCapacity: true) }
      if !known.isEmpty, some.contains(where: known.contains) { return true }
      return try !bases.isEmpty && !commits(stating: Array(Set(some))).isEmpty
    }
    for mark in marks {
      some.append(mark.fact)
      if some.count == 16_384, try isStated() { return true }
    }
    return try !some.isEmpty && isStated()
  }
}

extension Ledger {
  /// Judges what had to wait until the history was known, and once more what brings values that
  /// somebody rolled back.
  ///
  /// - Parameters:
  ///   - findings: what was found of the commits of a walk.
  ///   - applies: those that an earlier run found.
  func judgeDeferred(
    _ findings: inout WalkFindings, _ walked: WalkedLineage, _ earlier: EarlierHistory,
    _ question: Examiner.Question, _ applies: [VerifiedApply] = []
  ) throws {
    let waiting = findings.found.indices.filter { findings.found[$0].isDeferred }
    let facts = findings.found.flatMap(\.facts) + earlier.facts
    let returns = try question.hasEarlier && earlier.states(anyOf: findings.values.lazy.map(\.mark))
    if waiting.isEmpty, facts.isEmpty, !returns { return }
    walked.learn(findings.applies.lazy.map(\.apply), [])
    walked.learn(applies, facts)
    lineage = walked.lineage
    defer { lineage = nil }
    // Oldest first: what these state is found by those that build on it.
    for index in waiting.reversed() {
      let known = findings.applies.count
      try findings.update(index) { try examineAgain($0, question, &$1) }
      walked.learn(
        (known..<findings.applies.count).map { findings.applies[$0].apply },
        findings.found[index].facts)
    }
    let undone = Set(findings.found.flatMap(\.undone))
    try findings.update(bringing: returns ? nil : undone) {
      // What it brings is known.
      var brought = Brought()
      return try examineAgain($0, question, &brought)
    }
  }

  private func examineAgain(
    _ examined: Examined, _ question: Examiner.Question, _ brought: inout Brought
  ) throws -> Examined {
    let stored = try objects.commit(examined.id)
    let turn = examined.mainline.flatMap(stored.parents.firstIndex) ?? 0
    let commit = stored.led(by: turn)
    let item = CommitWalk.Item(
      number: examined.number, place: examined.place, commit: .success(commit), id: commit.id,
      parentTree: try parentTree(of: commit),
      parentSeconds: try commit.parents.first.map { try objects.commit($0).committer.seconds },
      landing: examined.landing)
    return try Examiner(ledger: self, question: question, looksBack: true).examine(item, &brought)
  }
}

extension Examined {
  fileprivate var isDeferred: Bool { if case .deferred = outcome { true } else { false } }
}
