import WritGit

/// What the last applies state, in a short file that grows by one entry with each of them.
///
/// A transaction of the database costs an apply a tenth of its time. Here one reads a file of a few
/// kilobytes and appends a hundred bytes; from time to time the entries go into the database. Like
/// that, it is a cache: whatever cannot be read ends it, and the database and the history answer.
struct RecentFacts {
  /// One commit, and what it states besides what is rolled back or readmitted.
  struct Entry {
    let commit: ObjectID
    let parent: ObjectID
    let facts: [Fact]
  }

  /// The commits whose history was complete in the database when the file was begun.
  private(set) var tips: [ObjectID]
  /// What the database knew as rolled back or readmitted then, in whatever history.
  let held: [Fact]
  private(set) var entries: [Entry] = []
  /// The digest of all before; each entry ends in the one that holds for it.
  private var digest: UInt64 = 0
  /// Whether the file has more than could be read.
  private(set) var isTorn = false

  /// More entries than this go into the database.
  static let limit = 32
  /// Of more than so many rolled-back values no file is made.
  static let heldLimit = 1_024
  /// More than any file that is written.
  static let sizeLimit = 1 << 18

  /// Begins a file.
  init(tips: [ObjectID], held: [Fact]) {
    self.tips = tips
    self.held = held
    digest = FactBucket.digest(of: head)
  }

  /// Whether the history of a commit is told by the database of then and the entries.
  func covers(_ commit: ObjectID) -> Bool {
    tips.contains(commit) || entries.contains { $0.commit == commit }
  }

  /// Whether every fact is one of those that the head of the file lists completely.
  static func answers(_ facts: [Fact]) -> Bool { facts.allSatisfy(\.isHolding) }

  /// Adds an entry on top of a commit that is covered; gives the bytes to append to the file.
  mutating func add(_ entry: Entry) -> [UInt8] {
    let bytes = RecentFacts.bytes(of: entry)
    digest = RecentFacts.digest(bytes[...], after: digest)
    entries.append(entry)
    return bytes + digest.bigEndianBytes
  }
}

// MARK: - The stored form

extension RecentFacts {
  private static let magic = Array("writ recent facts 1\n".utf8)

  /// The bytes of a file without entries.
  var beginning: [UInt8] { head + digest.bigEndianBytes }

  private var head: [UInt8] {
    var bytes = RecentFacts.magic + [UInt8(tips.count)]
    for tip in tips { bytes += tip.bytes }
    bytes += UInt64(held.count).bigEndianBytes
    for fact in held { bytes += fact.key }
    return bytes
  }

  /// Reads a file; nil when its head is not what was written.
  ///
  /// Entries are taken up to the first that is not.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    guard rest.take(RecentFacts.magic.count).elementsEqual(RecentFacts.magic),
      let tips = rest.takeIDs(Int(rest.take(1).first ?? 0)),
      let count = rest.takeNumber(), count <= RecentFacts.heldLimit,
      let held = rest.takeFacts(Int(count))
    else { return nil }
    self.init(tips: tips, held: held)
    guard rest.takeNumber() == digest else { return nil }
    while !rest.isEmpty {
      guard let entry = readEntry(&rest) else {
        isTorn = true
        return
      }
      entries.append(entry)
    }
  }

  private mutating func readEntry(_ rest: inout ArraySlice<UInt8>) -> Entry? {
    let whole = rest
    guard let ids = rest.takeIDs(2), let facts = rest.takeFacts(Int(rest.take(1).first ?? 0)) else {
      return nil
    }
    let expected = RecentFacts.digest(whole[..<rest.startIndex], after: digest)
    guard rest.takeNumber() == expected, covers(ids[1]), entries.count < RecentFacts.limit else {
      return nil
    }
    digest = expected
    return Entry(commit: ids[0], parent: ids[1], facts: facts)
  }

  private static func bytes(of entry: Entry) -> [UInt8] {
    var bytes = entry.commit.bytes + entry.parent.bytes + [UInt8(entry.facts.count)]
    for fact in entry.facts { bytes += fact.key }
    return bytes
  }

  private static func digest(_ bytes: ArraySlice<UInt8>, after last: UInt64) -> UInt64 {
    FactBucket.digest(of: last.bigEndianBytes + bytes)
  }
}

extension Fact {
  /// The stored length of a kind and a digest.
  static let keyLength = 17

  /// Kind and digest as they are stored.
  var key: [UInt8] { [UInt8(kind.rawValue)] + digest }

  /// Reads a stored kind and digest.
  init?(key: ArraySlice<UInt8>) {
    guard key.count == Fact.keyLength, let kind = key.first.flatMap({ Kind(rawValue: Int64($0)) })
    else { return nil }
    self.init(kind, digest: Array(key.dropFirst()))
  }

  /// Whether it says that a value is rolled back, or let come back.
  var isHolding: Bool { kind == .undone || kind == .readmitted }
}

extension UInt64 {
  /// The eight bytes, most significant first.
  var bigEndianBytes: [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
  }
}

extension ArraySlice<UInt8> {
  /// The next bytes, fewer at the end.
  fileprivate mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    let taken = prefix(count)
    removeFirst(taken.count)
    return taken
  }

  fileprivate mutating func takeNumber() -> UInt64? {
    let bytes = take(8)
    return bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
  }

  fileprivate mutating func takeIDs(_ count: Int) -> [ObjectID]? {
    let ids = (0..<count).compactMap { _ in ObjectID(bytes: Array(take(20))) }
    return ids.count == count ? ids : nil
  }

  fileprivate mutating func takeFacts(_ count: Int) -> [Fact]? {
    let facts = (0..<count).compactMap { _ in Fact(key: take(Fact.keyLength)) }
    return facts.count == count ? facts : nil
  }
}
