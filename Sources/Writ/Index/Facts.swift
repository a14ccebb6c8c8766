import WritGit
import WritPolicy

/// Answers what the history of one commit says about keys, plans, ids and rolled-back values.
///
/// The cache only finds candidates quickly; every answer is checked against the history, and
/// without the cache the history is walked.
struct Facts {
  let ledger: Ledger
  let tip: ObjectID
  private let store: FactStore?

  init(_ ledger: Ledger, tip: ObjectID) {
    self.ledger = ledger
    self.tip = tip
    store = Facts.openStore(ledger, completeFor: tip)
  }

  /// The newest commit in the tip's history that states the fact.
  func commit(stating fact: Fact) throws -> ObjectID? {
    try commits(stating: [fact]).first?.commit
  }

  /// The commits in the tip's history that state one of the facts, newest first.
  func commits(stating facts: [Fact]) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    // A commit that is not here came with a push that was refused, or something is lost: the
    // history tells which.
    if let store, let found = Facts.quietly({ try store.commits(stating: facts) }),
      found.allSatisfy({ ledger.objects.contains($0.commit) })
    {
      return try found.filter { try ledger.repository.isAncestor($0.commit, of: tip) }
    }
    return try walk(for: Set(facts))
  }

  /// The commit of the apply that used a plan.
  func apply(ofPlan plan: Digest) throws -> ObjectID? { try commit(stating: Fact(.plan, plan.hex)) }

  private func walk(for facts: Set<Fact>) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    let history = try History(of: ledger.repository, from: [tip])
    var result: [(kind: Fact.Kind, commit: ObjectID)] = []
    while let commit = try history.next() {
      for fact in try ledger.facts(of: commit) where facts.contains(fact) {
        result.append((fact.kind, commit.id))
      }
    }
    return result
  }

  // MARK: Store

  /// The cache may be read-only, full, damaged or locked: then the history answers by itself.
  private static func quietly<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch {
      return nil
    }
  }

  private static func openStore(_ ledger: Ledger, completeFor tip: ObjectID) -> FactStore? {
    let folder = ledger.repository.commonPath("writ")
    let path = "\(folder)/facts.sqlite"
    guard quietly({ try FileSystem.makeFolder(folder) }) != nil else { return nil }
    if let store = quietly({ try FactStore(path: path) }),
      quietly({ try complete(store, ledger, tip) }) != nil
    {
      return store
    }
    return nil
  }

  /// A damaged cache is thrown away; it is built anew by the next command.
  static func discard(_ repository: Repository) throws {
    for suffix in ["", "-wal", "-shm"] {
      try FileSystem.remove(repository.commonPath("writ/facts.sqlite\(suffix)"))
    }
  }

  private static func complete(_ store: FactStore, _ ledger: Ledger, _ tip: ObjectID) throws {
    let known = try store.tips()
    if known.first == tip || known.contains(tip) { return }
    let history = try History(
      of: ledger.repository, from: [tip], hiding: known.filter(ledger.objects.contains),
      order: .oldestFirst)
    var found: [(commit: ObjectID, facts: [Fact])] = []
    while let commit = try history.next() {
      let facts = try ledger.facts(of: commit)
      if !facts.isEmpty { found.append((commit.id, facts)) }
    }
    try store.add(found, completing: tip)
  }
}

extension Ledger {
  /// The facts of a branch's history.
  func facts(at branch: Branch) throws -> Facts { Facts(self, tip: branch.tip) }
}
