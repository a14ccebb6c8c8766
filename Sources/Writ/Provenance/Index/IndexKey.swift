import WritGit

/// A key of the index: what a list of events is about.
///
/// A list that grows long is stored in parts: the first under the key itself, each later one under the
/// key and the ordinal it begins with. No key is the beginning of another.
struct IndexKey: Hashable, Sendable {
  /// The bytes that the table is sorted by.
  let bytes: [UInt8]

  /// The first eight bytes as a number that sorts as they do.
  var start: UInt64 {
    var number: UInt64 = 0
    for place in 0..<8 { number = number << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0) }
    return number
  }

  /// What a commit can say, and what it is looked up by.
  enum Term: UInt8 {
    case commit = 0x6F
    case apply = 0x75
    case pullRequest = 0x72
    case actor = 0x61
    case approval = 0x76
    case evidence = 0x65
    case idempotencyKey = 0x6B
    case intent = 0x69
  }

  private static let file: UInt8 = 0x66
  private static let pointer: UInt8 = 0x70
  /// What the keys of commits by ordinal begin with; they come before all others.
  static let commits: UInt8 = 0x43
  static let termLength = 7

  /// The versions of a file.
  init(file path: GitPath) {
    var bytes = [Self.file]
    Self.append(path.bytes, to: &bytes)
    bytes.append(0)
    self.bytes = bytes
  }

  /// A place in a document.
  init(path: GitPath, pointer: [UInt8]) {
    bytes = Self.beginning(path: path, pointer: pointer) + [0]
  }

  /// What a commit says; a digest, as every hit is looked at.
  init(_ term: Term, _ text: some Sequence<UInt8>) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    hash = hash &* 0xBF58_476D_1CE4_E5B9
    bytes = [term.rawValue] + Self.upperBytes(of: hash)
  }

  /// A commit by its id.
  init(commit id: ObjectID) { bytes = [Term.commit.rawValue] + id.bytes.prefix(6) }

  private static func upperBytes(of hash: UInt64) -> [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: hash >> UInt64(56 - 8 * $0)) }
  }

  /// What the keys of all places in a document begin with.
  static func beginning(path: GitPath) -> [UInt8] {
    var bytes = [pointer]
    append(path.bytes, to: &bytes)
    bytes.append(0)
    return bytes
  }

  /// What the keys of a place and of those whose pointers go on from it begin with.
  static func beginning(path: GitPath, pointer: [UInt8]) -> [UInt8] {
    var bytes = beginning(path: path)
    append(pointer, to: &bytes)
    return bytes
  }

  /// What the keys of all files begin with.
  static let allFiles: [UInt8] = [file]

  /// Zero ends a part of a key, so it is written by two bytes where it stands in a text.
  private static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
    for byte in text {
      if byte <= 1 { bytes.append(1) }
      bytes.append(byte == 0 ? 2 : byte)
    }
  }

  private static func plain(_ escaped: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var escapes = false
    for byte in escaped {
      if byte == 1, !escapes {
        escapes = true
      } else {
        result.append(escapes && byte == 2 ? 0 : byte)
        escapes = false
      }
    }
    return result
  }

  // MARK: Stored keys

  /// The key that a stored key belongs to, without the ordinal of a later part.
  init?(stored: [UInt8]) {
    guard let kind = stored.first else { return nil }
    var end = Self.termLength
    if kind == Self.file || kind == Self.pointer {
      guard let first = stored.firstIndex(of: 0) else { return nil }
      end = first + 1
      if kind == Self.pointer {
        guard let second = stored[end...].firstIndex(of: 0) else { return nil }
        end = second + 1
      }
    }
    guard stored.count >= end else { return nil }
    bytes = Array(stored[..<end])
  }

  /// The key of a part that begins with an ordinal.
  func part(from ordinal: Int) -> [UInt8] { bytes + Self.packed(ordinal) }

  /// An ordinal in four bytes, which sort as it does.
  static func packed(_ ordinal: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ordinal >> $0) }
  }

  /// The path of a file's key.
  var filePath: GitPath { GitPath(bytes: Self.plain(bytes.dropFirst().dropLast())) }

  /// The pointer of a place's key.
  var placePointer: [UInt8] {
    guard let end = bytes.firstIndex(of: 0) else { return [] }
    return Self.plain(bytes[(end + 1)...].dropLast())
  }
}
