import WritGit
import WritPolicy

/// The facts whose digests begin with the same bits, each with the commit that states it.
struct FactBucket {
  /// How many buckets there are: at 100,000 applies one holds some 15 kB.
  static let count = 1_024

  /// The entries one after the other: kind, digest of the fact, id of the commit.
  private(set) var bytes: [UInt8] = []
  private static let length = Fact.keyLength + 20

  /// An empty one.
  init() {}

  /// Takes what was stored; nil when it is not what `digest` was made of.
  init?(_ bytes: [UInt8], digest: UInt64) {
    self.bytes = bytes
    guard bytes.count % FactBucket.length == 0, self.digest == digest else { return nil }
  }

  /// The number of the bucket that a fact belongs to.
  static func number(of fact: Fact) -> Int {
    (Int(fact.digest[0]) << 8 | Int(fact.digest[1])) % count
  }

  /// Tells whether the bytes are the same as before; zero when there are none.
  var digest: UInt64 { bytes.isEmpty ? 0 : FactBucket.digest(of: bytes) }

  /// The first 8 bytes of a SHA-256.
  static func digest(of bytes: [UInt8]) -> UInt64 {
    UInt64(Digest(of: bytes).hex.prefix(16), radix: 16) ?? 0
  }

  /// Adds entries, but for those that are there.
  mutating func insert(_ entries: [(fact: Fact, commit: ObjectID)]) {
    // Few are looked for one by one.
    guard entries.count > 16 else {
      for (fact, commit) in entries where !commits(stating: fact).contains(commit) {
        bytes += fact.key + commit.bytes
      }
      return
    }
    var known = Set(
      stride(from: 0, to: bytes.count, by: FactBucket.length).map {
        Array(bytes[$0..<($0 + FactBucket.length)])
      })
    for (fact, commit) in entries {
      let entry = fact.key + commit.bytes
      if known.insert(entry).inserted { bytes += entry }
    }
  }

  /// The commits that state a fact.
  func commits(stating fact: Fact) -> [ObjectID] {
    let key = fact.key
    var result: [ObjectID] = []
    for start in stride(from: 0, to: bytes.count, by: FactBucket.length) {
      let middle = start + Fact.keyLength
      guard bytes[start..<middle].elementsEqual(key) else { continue }
      if let id = ObjectID(bytes: Array(bytes[middle..<(start + FactBucket.length)])) {
        result.append(id)
      }
    }
    return result
  }
}

/// What the cache holds: the commits whose whole history is in it, and the digest of each bucket.
///
/// With it, damage anywhere in the cache shows: an answer "nobody states this" rests on a bucket
/// whose bytes are those that were written last.
struct FactState {
  /// The commits whose whole history is in the cache, newest first.
  var tips: [ObjectID] = []
  /// The digest of each bucket.
  var digests = [UInt64](repeating: 0, count: FactBucket.count)
  /// The digest of the list of what is rolled back or readmitted.
  var heldDigest: UInt64 = 0

  /// Of a cache that holds nothing.
  init() {}

  /// Enough for the branches that are in use at one time; a forgotten one is walked again.
  private static let tipsKept = 32

  /// Tells that the history of a commit is complete, which holds that of `parent`.
  mutating func complete(_ tip: ObjectID, insteadOf parent: ObjectID? = nil) {
    tips.removeAll { $0 == tip || $0 == parent }
    tips = [tip] + tips.prefix(FactState.tipsKept - 1)
  }

  /// The stored form, which ends in its own digest.
  var bytes: [UInt8] {
    var result = [UInt8(tips.count)]
    for tip in tips { result += tip.bytes }
    for digest in digests { result += digest.bigEndianBytes }
    result += heldDigest.bigEndianBytes
    result += FactBucket.digest(of: result).bigEndianBytes
    return result
  }

  /// Reads the stored form; nil when it is not what was written.
  init?(_ bytes: [UInt8]) {
    guard let count = bytes.first.map(Int.init),
      bytes.count == 1 + count * 20 + FactBucket.count * 8 + 16
    else { return nil }
    let body = bytes.count - 8
    guard bytes.number(at: body) == FactBucket.digest(of: Array(bytes[..<body])) else {
      return nil
    }
    tips = (0..<count).compactMap {
      ObjectID(bytes: Array(bytes[(1 + $0 * 20)..<(21 + $0 * 20)]))
    }
    let start = 1 + count * 20
    digests = (0..<FactBucket.count).map { bytes.number(at: start + $0 * 8) }
    heldDigest = bytes.number(at: body - 8)
  }
}

extension [UInt8] {
  fileprivate func number(at start: Int) -> UInt64 {
    self[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
