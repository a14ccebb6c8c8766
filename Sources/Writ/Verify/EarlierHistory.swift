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
  func states(anyOf marks: some Sequence<UndoneMark>) throws -> Bool {
    let known = Set(facts.map(\.fact))
    var some: [Fact] = []
    func isStated() throws -> Bool {
      defer { some.removeAll(keepingCapacity: true) }
      if some.contains(where: known.contains) { return true }
      return try !bases.isEmpty && !commits(stating: Array(Set(some))).isEmpty
    }
    for mark in marks {
      some.append(mark.fact)
      if some.count == 1_024, try isStated() { return true }
    }
    return try !some.isEmpty && isStated()
  }
}

extension Ledger {
  /// Judges what had to wait until the history was known, and once more what brings values that
  /// somebody rolled back.
  ///
  /// - Parameters:
  ///   - found: what was found of the commits of a walk, newest first.
  ///   - applies: those that an earlier run found.
  func judgeDeferred(
    _ found: inout [Examined], _ walked: WalkedLineage, _ earlier: EarlierHistory,
    _ question: Examiner.Question, _ applies: [VerifiedApply] = []
  ) throws {
    let waiting = found.indices.filter { found[$0].isDeferred }
    let facts = found.flatMap(\.facts) + earlier.facts
    let returns = try earlier.states(anyOf: found.lazy.flatMap(\.brought).compactMap(\.earlier))
    if waiting.isEmpty, facts.isEmpty, !returns { return }
    walked.learn(found.flatMap(\.applies) + applies, facts)
    lineage = walked.lineage
    defer { lineage = nil }
    // Oldest first: what these state is found by those that build on it.
    for index in waiting.reversed() {
      try examineAgain(&found[index], question)
      walked.learn(found[index].applies, found[index].facts)
    }
    // Marks are of this process only, so what was rolled back earlier is asked by facts.
    let undone = Set(found.flatMap(\.undone))
    for index in found.indices {
      let brought = found[index].brought
      let isAsked = returns && brought.contains { $0.earlier != nil }
      guard isAsked || brought.contains(where: { undone.contains($0.mark) }) else { continue }
      try examineAgain(&found[index], question)
    }
  }

  private func examineAgain(_ examined: inout Examined, _ question: Examiner.Question) throws {
    let commit = try objects.commit(examined.id)
    let item = CommitWalk.Item(
      number: examined.number, commit: .success(commit), id: commit.id,
      parentTree: try parentTree(of: commit),
      parentSeconds: try commit.parents.first.map { try objects.commit($0).committer.seconds },
      landing: examined.landing)
    examined = try Examiner(ledger: self, question: question, looksBack: true).examine(item)
  }
}

extension Examined {
  fileprivate var isDeferred: Bool { if case .deferred = outcome { true } else { false } }
}
