import WritGit

/// The file of the cache: an SQLite database that is built from the commits alone and built anew
/// whenever it is missing, damaged or made by another version.
final class FactStore {
  private let database: Database
  /// Asks for a bucket; preparing it takes longer than its answer.
  private var query: Database.Statement?
  /// The state that was read last: it is the same for many answers in a row.
  private var read: (bytes: [UInt8], state: FactState)?

  /// Changing what a fact is, or how it is stored, needs a new number.
  private static let version: Int64 = 7

  /// Opens or makes the cache at `path`.
  init(path: String) throws {
    database = try Database(path: path)
    var found: Int64 = 0
    try database.prepare("PRAGMA user_version").run([]) { found = $0.integer(0) }
    if found != FactStore.version { try makeTables() }
  }

  private func makeTables() throws {
    try database.transaction {
      // Another process may have made them meanwhile.
      var found: Int64 = 0
      try database.prepare("PRAGMA user_version").run([]) { found = $0.integer(0) }
      if found == FactStore.version { return }
      for table in ["fact", "tip", "state", "bucket"] {
        try database.run("DROP TABLE IF EXISTS \(table)")
      }
      try database.run("CREATE TABLE bucket(number INTEGER PRIMARY KEY, content BLOB NOT NULL)")
      // The bucket with number -1 is the state, that with -2 lists what is rolled back.
      try store(FactState().bytes, at: FactStore.stateNumber)
      try database.run("PRAGMA user_version=\(FactStore.version)")
    }
  }

  private static let stateNumber = -1
  private static let heldNumber = -2

  /// The commits that state one of the facts; nil while the history of `tip` is not complete.
  func commits(
    stating facts: [Fact], for tip: ObjectID
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)]? {
    var result: [(kind: Fact.Kind, commit: ObjectID)]?
    try database.transaction(writing: false) {
      let state = try state()
      guard state.tips.contains(tip) else { return }
      result = try isHeld(anyOf: facts, state) ? stored(facts, state) : []
    }
    return result
  }

  /// Whether any of some facts may be stated, as far as the list of what is rolled back tells.
  private func isHeld(anyOf facts: [Fact], _ state: FactState) throws -> Bool {
    guard RecentFacts.answers(facts) else { return true }
    let held = try held(state)
    guard held.count <= RecentFacts.heldLimit else { return true }
    let known = Set(held)
    return !known.isEmpty && facts.contains(where: known.contains)
  }

  /// The commits in the buckets, each of which is read once for all of its facts.
  private func stored(
    _ facts: [Fact], _ state: FactState
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    let ordered = facts.map { (number: FactBucket.number(of: $0), fact: $0) }
      .sorted { $0.number < $1.number }
    var result: [(kind: Fact.Kind, commit: ObjectID)] = []
    var last: (number: Int, bucket: FactBucket)?
    for (number, fact) in ordered {
      // The state tells of an empty bucket that it is empty: most are, and need no look.
      guard state.digests[number] != FactBucket().digest else { continue }
      let own = try last.flatMap { $0.number == number ? $0.bucket : nil } ?? bucket(number, state)
      last = (number, own)
      result += own.commits(stating: fact).map { (fact.kind, $0) }
    }
    return result
  }

  /// The commits whose whole history is in the cache.
  func tips() throws -> [ObjectID] {
    var result: [ObjectID] = []
    try database.transaction(writing: false) { result = try state().tips }
    return result
  }

  /// Adds the facts of commits, after which the history of `tip` is complete.
  ///
  /// With `parent`, nothing is added unless the history of that one is complete, whose place the
  /// tip takes.
  func add(
    _ facts: [(commit: ObjectID, facts: [Fact])], completing tip: ObjectID,
    after parent: ObjectID? = nil
  ) throws {
    try database.transaction {
      var state = try state()
      if let parent, !state.tips.contains(parent) { return }
      try insert(facts, &state)
      state.complete(tip, insteadOf: parent)
      try store(state.bytes, at: FactStore.stateNumber)
    }
  }

  /// Adds what short-lived entries say, each of which takes the place of its parent.
  func add(_ entries: [RecentFacts.Entry]) throws {
    try database.transaction {
      var state = try state()
      var added: [(commit: ObjectID, facts: [Fact])] = []
      for entry in entries where state.tips.contains(entry.parent) {
        added.append((entry.commit, entry.facts))
        state.complete(entry.commit, insteadOf: entry.parent)
      }
      if added.isEmpty { return }
      try insert(added, &state)
      try store(state.bytes, at: FactStore.stateNumber)
    }
  }

  private func insert(
    _ facts: [(commit: ObjectID, facts: [Fact])], _ state: inout FactState
  ) throws {
    let entries = facts.flatMap { commit, facts in
      facts.map { (number: FactBucket.number(of: $0), fact: $0, commit: commit) }
    }
    .sorted { $0.number < $1.number }
    var rest = entries[...]
    while let number = rest.first?.number {
      var bucket = try bucket(number, state)
      let own = rest.prefix { $0.number == number }
      bucket.insert(own.map { ($0.fact, $0.commit) })
      rest = rest.dropFirst(own.count)
      state.digests[number] = bucket.digest
      try store(bucket.bytes, at: number)
    }
    try insert(held: entries.map(\.fact).filter(\.isHolding), &state)
  }

  /// The list only serves to say "nothing is held", so it ends where it is long.
  private func insert(held facts: [Fact], _ state: inout FactState) throws {
    if facts.isEmpty { return }
    var list = try held(state)
    for fact in facts {
      if list.count > RecentFacts.heldLimit { break }
      if !list.contains(fact) { list.append(fact) }
    }
    let bytes = list.flatMap(\.key)
    state.heldDigest = FactBucket.digest(of: bytes)
    try store(bytes, at: FactStore.heldNumber)
  }

  private func held(_ state: FactState) throws -> [Fact] {
    let bytes = try content(FactStore.heldNumber) ?? []
    guard state.heldDigest == (bytes.isEmpty ? 0 : FactBucket.digest(of: bytes)) else {
      throw Database.Failure.damaged("The list of rolled-back values is not what was written.")
    }
    return stride(from: 0, to: bytes.count, by: Fact.keyLength).compactMap {
      Fact(key: bytes[$0...].prefix(Fact.keyLength))
    }
  }

  /// A file for what comes after the present state; nil when too much is held.
  func recent() throws -> RecentFacts? {
    var result: RecentFacts?
    try database.transaction(writing: false) {
      let state = try state()
      let held = try held(state)
      guard held.count <= RecentFacts.heldLimit else { return }
      result = RecentFacts(tips: state.tips, held: held)
    }
    return result
  }

  private func state() throws -> FactState {
    let bytes = try content(FactStore.stateNumber)
    if let read, read.bytes == bytes { return read.state }
    guard let bytes, let state = FactState(bytes) else {
      throw Database.Failure.damaged("The state of the index is not what was written.")
    }
    read = (bytes, state)
    return state
  }

  private func bucket(_ number: Int, _ state: FactState) throws -> FactBucket {
    let bytes = try content(number) ?? []
    guard let bucket = FactBucket(bytes, digest: state.digests[number]) else {
      throw Database.Failure.damaged("A part of the index is not what was written.")
    }
    return bucket
  }

  private func content(_ number: Int) throws -> [UInt8]? {
    let query = try query ?? database.prepare("SELECT content FROM bucket WHERE number = ?")
    self.query = query
    var result: [UInt8]?
    try query.run([.integer(Int64(number))]) { result = $0.blob(0) }
    return result
  }

  private func store(_ bytes: [UInt8], at number: Int) throws {
    try database.prepare("INSERT OR REPLACE INTO bucket VALUES(?, ?)")
      .run([.integer(Int64(number)), .blob(bytes)])
  }
}
