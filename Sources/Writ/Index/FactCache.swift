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
  /// The file of the last applies, as it was read; nil inside when there is none that can be used.
  private var recent: RecentFacts??

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
    if RecentFacts.answers(facts), let recent = readRecent(), recent.covers(tip),
      !facts.contains(where: recent.held.contains)
    {
      return []
    }
    return try stored(facts, for: tip)
  }

  private func stored(
    _ facts: [Fact], for tip: ObjectID
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)]? {
    for _ in 0..<2 {
      do {
        let store = try opened()
        if let found = try store.commits(stating: facts, for: tip) { return found }
        try fold(into: store)
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
  ///
  /// The caller holds the lock of the ledger, so that nobody else appends.
  func note(_ commit: ObjectID, on parent: ObjectID, stating facts: [Fact]) {
    guard !isGivenUp, !ledger.repository.isCutOff else { return }
    let entry = RecentFacts.Entry(commit: commit, parent: parent, facts: facts)
    do {
      if try !append(entry) { try store(entry) }
    } catch {
      // The next command reads the commit itself.
    }
  }

  private func append(_ entry: RecentFacts.Entry) throws -> Bool {
    guard var file = readRecent(), !file.isTorn, file.covers(entry.parent),
      file.entries.count < RecentFacts.limit
    else { return false }
    try FileSystem.append(file.add(entry), to: recentPath)
    recent = .some(file)
    return true
  }

  /// Puts an entry, and those before it, into the database; what comes next begins a new file.
  private func store(_ entry: RecentFacts.Entry) throws {
    guard let store else { return }
    try fold(into: store)
    try store.add([entry])
    recent = .some(try store.recent())
    if let fresh = try store.recent(), fresh.covers(entry.commit) {
      try FileSystem.write(fresh.beginning, to: recentPath, durable: false)
    } else {
      try FileSystem.remove(recentPath)
    }
  }

  private func fold(into store: FactStore) throws {
    if let entries = readRecent()?.entries, !entries.isEmpty { try store.add(entries) }
  }

  /// The file of the last applies; a file that cannot be read counts as none.
  private func readRecent() -> RecentFacts? {
    if let recent { return recent }
    var found: RecentFacts?
    do throws(GitError) {
      found = try FileSystem.read(recentPath, limit: RecentFacts.sizeLimit).flatMap(
        RecentFacts.init)
    } catch {
      found = nil
    }
    recent = .some(found)
    return found
  }

  private var recentPath: String { ledger.repository.commonPath("writ/facts.recent") }
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
      try FileSystem.remove(recentPath)
      recent = .some(nil)
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
