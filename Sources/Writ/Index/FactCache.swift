import WritGit
import WritPolicy

/// The cache of facts in the git directory, as one command uses it.
///
/// It may be missing, damaged, locked, full or read-only: then it is built anew, or it says nothing
/// and the history answers by itself.
final class FactCache {
  private unowned let ledger: Ledger
  private var store: FactStore?
  private var isGivenUp = false

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// The commits that state one of the facts, in whatever history; those in the history of `tip`
  /// are all among them.
  ///
  /// Nil when the cache cannot tell.
  ///
  /// - Throws: when the history cannot be read.
  func commits(
    stating facts: [Fact], for tip: ObjectID
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)]? {
    // What is complete for a history that is cut off is not complete for the whole one.
    guard !isGivenUp, !ledger.repository.isCutOff else { return nil }
    return try stored(facts, for: tip)
  }

  private func stored(
    _ facts: [Fact], for tip: ObjectID
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)]? {
    for _ in 0..<2 {
      do {
        let store = try opened()
        if let found = try store.commits(stating: facts, for: tip) { return found }
        try complete(store, tip)
        return try store.commits(stating: facts, for: tip)
      } catch let failure as Database.Failure {
        store = nil
        guard failure.isDamage, discard() else { break }
      } catch let error as GitError where error.code != .missingObject && error.code != .corrupt {
        // The folder of the cache cannot be made.
        break
      }
    }
    isGivenUp = true
    return nil
  }

  /// Adds what a commit states that was just made on `parent`, so that the next command need not
  /// look for it.
  func note(_ commit: ObjectID, on parent: ObjectID, stating facts: [Fact]) {
    guard !isGivenUp, let store, !ledger.repository.isCutOff else { return }
    do {
      try store.add([(commit, facts)], completing: commit, after: parent)
    } catch {
      // The next command reads the commit itself.
    }
  }

  private var path: String { ledger.repository.commonPath("writ/facts.sqlite") }

  private func opened() throws -> FactStore {
    if let store { return store }
    try FileSystem.makeFolder(ledger.repository.commonPath("writ"))
    let opened = try FactStore(path: path)
    store = opened
    return opened
  }

  /// A damaged cache is thrown away.
  private func discard() -> Bool {
    do {
      for suffix in ["", "-journal", "-wal", "-shm"] { try FileSystem.remove(path + suffix) }
      return true
    } catch {
      return false
    }
  }

  private func complete(_ store: FactStore, _ tip: ObjectID) throws {
    let known = try store.tips().filter(ledger.objects.contains)
    let history = try History(
      of: ledger.repository, from: [tip], hiding: known, order: .oldestFirst)
    var found: [(commit: ObjectID, facts: [Fact])] = []
    while let commit = try history.next() {
      let facts = try ledger.facts(of: commit)
      if !facts.isEmpty { found.append((commit.id, facts)) }
    }
    try store.add(found, completing: tip)
  }
}
