import WritGit
import WritPolicy

/// Answers what the history of one commit says about keys, plans, ids and rolled-back values.
///
/// The cache only finds candidates quickly; every hit is checked against the history, and without
/// the cache the history is walked. Both give the same answers.
struct Facts {
  let ledger: Ledger
  let tip: ObjectID

  /// The newest commit in the tip's history that states the fact.
  func commit(stating fact: Fact) throws -> ObjectID? {
    let found = try commits(stating: [fact]).map(\.commit)
    guard found.count > 1 else { return found.first }
    return try found.map { try ledger.objects.commit($0) }
      .max { ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id) }?.id
  }

  /// The commits in the tip's history that state one of the facts, in no order.
  func commits(stating facts: [Fact]) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    if let lineage = ledger.lineage { return try lineage.commits(facts, tip) }
    return try storedCommits(stating: facts)
  }

  /// The same, asked of the cache and the history themselves.
  func storedCommits(stating facts: [Fact]) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    guard let found = try ledger.factCache.commits(stating: facts, for: tip),
      // One that is gone may be one that should be there: the walk tells.
      found.allSatisfy({ ledger.objects.contains($0.commit) })
    else { return try walk(for: Set(facts)) }
    return try found.filter { try ledger.repository.isAncestor($0.commit, of: tip) }
  }

  /// The commit of the apply that used a plan.
  func apply(ofPlan plan: Digest) throws -> ObjectID? {
    try judgedCommit(stating: Fact(.plan, plan.hex))
  }

  /// The newest commit that states the fact and was judged on the tip's line.
  ///
  /// A history with rules of its own can be merged by anybody who keeps none of its values.
  func judgedCommit(stating fact: Fact) throws -> ObjectID? {
    try commits(stating: [fact]).map { try ledger.objects.commit($0.commit) }
      .filter { try ledger.isJudged($0.id, onLineTo: tip) }
      .max { ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id) }?.id
  }

  /// The commit of a rollback that took a value away and that no later commit readmitted it from.
  ///
  /// Later means built on the rollback: what another branch readmitted does not count.
  ///
  /// - Parameter others: commits in whose history a readmission counts too.
  func rollback(
    undoing undone: Fact, readmitted: Fact, besides others: [ObjectID] = []
  ) throws -> ObjectID? {
    let found = try commits(stating: [undone, readmitted])
    let rollbacks = found.filter { $0.kind == .undone }.map(\.commit)
    if rollbacks.isEmpty { return nil }
    var readmissions = found.filter { $0.kind == .readmitted }.map(\.commit)
    for other in others {
      readmissions += try ledger.facts(at: other).commits(stating: [readmitted]).map(\.commit)
    }
    let standing = try rollbacks.filter { rollback in
      try !readmissions.contains { try ledger.isPart(rollback, ofHistoryOf: $0) }
    }
    return standing.min()
  }

  private func walk(for facts: Set<Fact>) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    let history = try History(of: ledger.repository, from: [tip])
    var result: [(kind: Fact.Kind, commit: ObjectID)] = []
    while let commit = try history.next() {
      for fact in Set(try ledger.facts(of: commit)) where facts.contains(fact) {
        result.append((fact.kind, commit.id))
      }
    }
    return result
  }
}

extension Ledger {
  /// The facts of a branch's history.
  func facts(at branch: Branch) throws -> Facts { facts(at: branch.tip) }

  /// The facts of a commit's history.
  func facts(at tip: ObjectID) -> Facts { Facts(ledger: self, tip: tip) }
}
