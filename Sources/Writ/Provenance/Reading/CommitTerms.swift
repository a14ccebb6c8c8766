import WritGit
import WritJSON
import WritPolicy

/// Finds what commits can be looked up by: what their messages and the records that they brought say.
struct CommitTerms {
  private let ledger: Ledger
  private var objects: ObjectDatabase { ledger.objects }
  /// The roots of trees seen last, as a chain of commits is read in order.
  private var last: Commit?
  private var actors: [ByteString: [IndexKey]] = [:]
  private var known: [ObjectID: GovernedRoots] = [:]

  init(_ ledger: Ledger) { self.ledger = ledger }

  /// The keys of all that a commit says, and those of what it merged into the first-parent history.
  mutating func keys(of commit: Commit) throws -> Set<IndexKey> {
    var keys = try keysOfItself(commit)
    last = commit
    for side in try ledger.mergedCommits(commit) { keys.formUnion(try keysOfItself(side)) }
    return keys
  }

  /// The keys of what a commit says itself.
  mutating func keysOfItself(_ commit: Commit) throws -> Set<IndexKey> {
    var keys = Set<IndexKey>()
    let trailers = CommitMessage.trailers(of: commit.message)
    var named: String?
    for trailer in trailers {
      guard let key = trailer.governanceKey else { continue }
      if key == .record { named = String(trailer.value.prefix { $0 != " " }) }
      add(key, trailer.value, to: &keys)
    }
    if let number = PullRequestNumber.of(message: commit.message) { add(number, to: &keys) }
    add(actor: commit.author.identity, to: &keys)
    for path in try newRecords(of: commit) {
      if let id = path.components.dropFirst().first { keys.insert(IndexKey(.apply, id)) }
      if path.description != named { try addRecord(path, commit, to: &keys) }
    }
    return keys
  }

  private mutating func add(_ key: GovernanceKey, _ value: String, to keys: inout Set<IndexKey>) {
    switch key {
    case .actor: add(actor: value, to: &keys)
    case .approvalRef: keys.insert(IndexKey(.approval, value.utf8))
    case .pullRequest: PullRequestNumber.of(reference: value).map { add($0, to: &keys) }
    case .intent: keys.insert(IndexKey(.intent, value.utf8))
    case .key: keys.insert(IndexKey(.idempotencyKey, value.utf8))
    case .record:
      let parts = GitPath(value).components
      if parts.count > 1 { keys.insert(IndexKey(.apply, parts[1])) }
    case .evidence, .decision:
      if let digest = value.utf8.split(separator: UInt8(ascii: ":")).last {
        keys.insert(IndexKey(.evidence, digest))
      }
    case .rationale, .reviewBy, .checkpoint, .restores: break
    }
  }

  private func add(_ number: Int, to keys: inout Set<IndexKey>) {
    keys.insert(IndexKey(.pullRequest, String(number).utf8))
  }

  /// An actor is found by the whole spelling, by the name and by the mail address.
  private mutating func add(actor: String, to keys: inout Set<IndexKey>) {
    // The same few act again and again.
    let spelling = ByteString(actor)
    let own = actors[spelling] ?? ActorSpelling.all(of: actor).map { IndexKey(.actor, $0) }
    if actors.count > 1_000 { actors.removeAll() }
    actors[spelling] = own
    keys.formUnion(own)
  }

  // MARK: Records

  /// The records in folders that no parent has.
  private mutating func newRecords(of commit: Commit) throws -> [GitPath] {
    guard let own = try roots(commit.tree).evidence else { return [] }
    let parents = try commit.parents.map { try roots(ofParent: $0).evidence }
    if parents.contains(own) { return [] }
    let changes = try objects.entryChanges(from: parents.first ?? nil, to: own)
    return try changes.compactMap { name, before, after in
      guard before == nil, after?.mode == .folder else { return nil }
      for parent in parents.dropFirst() {
        guard let parent else { continue }
        if try objects.entry(at: GitPath(bytes: name), in: parent) != nil { return nil }
      }
      let path = Ledger.evidence.appending(name).appending("record.json")
      return path.isRecord ? path : nil
    }
  }

  /// The parent of a commit was mostly the one that was read before it.
  private mutating func roots(ofParent id: ObjectID) throws -> GovernedRoots {
    if let last, last.id == id { return try roots(last.tree) }
    return try roots(objects.commit(id).tree)
  }

  /// The roots of a tree.
  mutating func roots(_ tree: ObjectID) throws -> GovernedRoots {
    if let roots = known[tree] { return roots }
    let roots = try ledger.roots(tree)
    if known.count > 64 { known.removeAll(keepingCapacity: true) }
    known[tree] = roots
    return roots
  }

  /// A record that cannot be read says nothing that could be looked up; `verify` reports it.
  private mutating func addRecord(
    _ path: GitPath, _ commit: Commit, to keys: inout Set<IndexKey>
  ) throws {
    let found: Record?
    do {
      found = try ledger.record(at: path.description, in: commit)?.record
    } catch is PolicyError {
      return
    } catch let error as LedgerError where error.kind == .refused {
      return
    }
    guard let record = found else { return }
    for trailer in record.metadata.trailers {
      if let key = trailer.governanceKey { add(key, trailer.value, to: &keys) }
    }
    if let key = record.metadata.key { add(.key, key, to: &keys) }
    add(.intent, record.intent.rawValue, to: &keys)
    for item in record.evidence { keys.insert(IndexKey(.evidence, item.digest.hex.utf8)) }
    if let decision = record.decision {
      keys.insert(IndexKey(.evidence, decision.digest.hex.utf8))
    }
  }
}

/// The spellings by which an actor may be asked for, in small letters.
enum ActorSpelling {
  static func all(of actor: String) -> [[UInt8]] {
    let whole = folded(actor)
    guard case .person(let name, let mail) = GovernanceActor(actor) else { return [whole] }
    return [whole, folded(name), folded(mail)]
  }

  /// ASCII letters in lower case, the rest as it is.
  static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}

extension Ledger {
  /// The most commits of a merged side that are looked at.
  static let mergedLimit = 100_000

  /// The commits that a merge brought into the first-parent history, newest first.
  func mergedCommits(_ commit: Commit) throws -> [Commit] {
    guard let first = commit.parents.first, commit.parents.count > 1 else { return [] }
    let history = try History(
      of: repository, from: Array(commit.parents.dropFirst()), hiding: [first])
    var result: [Commit] = []
    while result.count < Ledger.mergedLimit, let side = try history.next() { result.append(side) }
    return result
  }
}
