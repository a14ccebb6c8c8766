import WritGit
import WritJSON
import WritPolicy

/// An apply as verification remembers it, for checkpoints and for later uses of its id.
struct VerifiedApply: Sendable, Equatable {
  let id: ULID
  /// The commit that brought it.
  let commit: ObjectID
  /// The commit that it was made on.
  let base: ObjectID
  /// The plan that it names, as a fact.
  let plan: ValueMark
  /// The branch that it was made on, by its full name.
  let branch: String
  /// How many automatic checkpoints the rules kept.
  let kept: Int
  /// Whether it made a checkpoint on a protected branch, so that there is, or was, a tag.
  let hasCheckpoint: Bool
}

/// What commits of a walk bring that is remembered apart from them, as most have nothing else of
/// which anybody is told.
struct Brought: Sendable {
  var values: [BroughtValue] = []
  var applies: [BroughtApply] = []
}

/// An apply that a commit of the walk brings.
struct BroughtApply: Sendable {
  /// The number of the commit in the walk.
  let number: UInt32
  /// Where the walk keeps the commit.
  let place: UInt32
  let apply: VerifiedApply
}

/// A value that a commit of the walk brings, in as little memory as it takes.
struct BroughtValue: Sendable {
  /// The number of the commit in the walk.
  var number: UInt32
  /// Where the walk keeps the commit.
  let place: UInt32
  let mark: ValueMark

  init(_ mark: ValueMark, by item: CommitWalk.Item) {
    number = UInt32(item.number)
    place = UInt32(item.place)
    self.mark = mark
  }
}

/// A value at its place: the digest of the fact that it was undone, or, where no earlier history is
/// asked for that, something that is the same for the same value within this process.
struct ValueMark: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64

  init(hash: Int) {
    high = UInt64(bitPattern: Int64(hash))
    low = 0
  }

  /// The digest of a value at a place; nil stands for its absence.
  ///
  /// That of the canonical form of `[DOCUMENT, POINTER, {"value": VALUE}]`, with `null` for no value:
  /// a commit may change a million values, so no document is made of each.
  init(document: String, pointer: String, value: JSONValue?) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(document.utf8.count + pointer.utf8.count + 64)
    bytes.append(UInt8(ascii: "["))
    try JSONValue.string(document).appendCanonical(to: &bytes, .exact)
    bytes.append(UInt8(ascii: ","))
    try JSONValue.string(pointer).appendCanonical(to: &bytes, .exact)
    if let value {
      bytes += ValueMark.member.utf8
      try value.appendCanonical(to: &bytes, .exact)
      bytes.append(UInt8(ascii: "}"))
    } else {
      bytes += ValueMark.nothing.utf8
    }
    bytes.append(UInt8(ascii: "]"))
    (high, low) = Digest.short(of: bytes)
  }

  init(_ fact: Fact) {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    high = number(fact.digest[..<8])
    low = number(fact.digest[8...])
  }

  private static let member = ",{\"value\":"
  private static let nothing = ",null"

  /// The digest.
  var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
      for place in 0..<8 {
        buffer[place] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * place))
        buffer[place + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * place))
      }
      count = 16
    }
  }

  /// The fact that the value was undone, where the mark is made of its digest.
  var fact: Fact { Fact(.undone, self) }
}
