/// A pack with its index, version 2, as gitformat-pack(5) tells of them.
///
/// What does not look as it should is not there: libgit2 is asked then, which says what is wrong.
final class PackFile: Sendable {
  private let index: MappedFile
  private let pack: MappedFile
  private let count: Int

  private static let header = 8
  private static let fanout = 256 * 4
  /// The two checksums at the end of an index, one at the end of a pack.
  private static let checksum = 20

  /// Opens the pack beside an index.
  init?(index path: String) {
    guard path.utf8.suffix(4).elementsEqual(".idx".utf8), let index = MappedFile(path),
      let pack = MappedFile(String(path.dropLast(4)) + ".pack"),
      index.bytes.count >= PackFile.header + PackFile.fanout + 2 * PackFile.checksum,
      pack.bytes.count >= 12 + PackFile.checksum,
      index.bytes.word(at: 0) == 0xFF74_4F63, index.bytes.word(at: 4) == 2,
      pack.bytes.word(at: 0) == 0x5041_434B, pack.bytes.word(at: 4) == 2
    else { return nil }
    self.index = index
    self.pack = pack
    count = Int(index.bytes.word(at: PackFile.header + PackFile.fanout - 4))
    guard pack.bytes.word(at: 8) == UInt32(count), isWhole, isOfIndex else { return nil }
  }

  /// Whether the fanout only grows and the tables have room.
  private var isWhole: Bool {
    var last: UInt32 = 0
    for byte in 0..<256 {
      let next = index.bytes.word(at: PackFile.header + 4 * byte)
      guard next >= last else { return false }
      last = next
    }
    return largeOffsets <= index.bytes.count - 2 * PackFile.checksum
  }

  /// Whether the index was made for this pack.
  private var isOfIndex: Bool {
    let named = index.bytes.dropLast(PackFile.checksum).suffix(PackFile.checksum)
    return named.elementsEqual(pack.bytes.suffix(PackFile.checksum))
  }

  // MARK: Index

  private var ids: Int { PackFile.header + PackFile.fanout }
  private var offsets: Int { ids + count * 24 }
  private var largeOffsets: Int { ids + count * 28 }

  /// Where in the pack an object is, or nil when it is not there.
  func offset(of id: ObjectID) -> Int? {
    guard let start = index.bytes.baseAddress else { return nil }
    let first = Int(id.firstByte)
    var low = first == 0 ? 0 : Int(index.bytes.word(at: PackFile.header + 4 * (first - 1)))
    var high = Int(index.bytes.word(at: PackFile.header + 4 * first))
    (low, high) = narrowed(low, high, id, start + ids)
    while low < high {
      let middle = (low + high) / 2
      let found = ObjectID(raw: start + ids + 20 * middle)
      if found == id { return offset(at: middle) }
      if found < id { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Ids are spread evenly, so that an id is mostly near where its first bytes would have it.
  private func narrowed(
    _ low: Int, _ high: Int, _ id: ObjectID, _ table: UnsafeRawPointer
  ) -> (low: Int, high: Int) {
    let reach = 64
    guard high - low > 4 * reach else { return (low, high) }
    let guess = low + Int((UInt64(high - low) &* UInt64(id.bytesAfterFirst)) >> 32)
    let from = max(low, guess - reach)
    let to = min(high, guess + reach)
    guard from == low || ObjectID(raw: table + 20 * from) <= id,
      to == high || id < ObjectID(raw: table + 20 * to)
    else { return (low, high) }
    return (from, to)
  }

  private func offset(at place: Int) -> Int? {
    let word = index.bytes.word(at: offsets + 4 * place)
    if word & 0x8000_0000 == 0 { return Int(word) }
    let entry = largeOffsets + 8 * Int(word & 0x7FFF_FFFF)
    guard entry + 8 <= index.bytes.count - 2 * PackFile.checksum else { return nil }
    let high = UInt64(index.bytes.word(at: entry))
    return Int(exactly: high << 32 | UInt64(index.bytes.word(at: entry + 4)))
  }

  // MARK: Pack

  /// What stands at an offset: what it is, how large, and where its data begins.
  struct Entry {
    enum Kind {
      case whole(ObjectKind)
      /// A change of the object at another offset.
      case delta(base: Int)
    }

    let kind: Kind
    /// How many bytes come out of the data.
    let size: Int
    let data: Int
  }

  /// Reads the head of an entry; nil when there is none.
  func entry(at offset: Int) -> Entry? {
    var reader = NumberReader(pack.bytes.dropLast(PackFile.checksum), at: offset)
    guard offset >= 12, let first = reader.next() else { return nil }
    var size = Int(first & 15)
    if first & 0x80 != 0 {
      guard let rest = reader.number(), rest < 1 << 40 else { return nil }
      size |= rest << 4
    }
    switch first >> 4 & 7 {
    case 1: return Entry(kind: .whole(.commit), size: size, data: reader.position)
    case 2: return Entry(kind: .whole(.tree), size: size, data: reader.position)
    case 3: return Entry(kind: .whole(.blob), size: size, data: reader.position)
    case 4: return Entry(kind: .whole(.tag), size: size, data: reader.position)
    case 6:
      guard let distance = reader.distance(), distance > 0, distance < offset else { return nil }
      return Entry(kind: .delta(base: offset - distance), size: size, data: reader.position)
    case 7:
      let position = reader.position
      guard position + 20 <= pack.bytes.count, let start = pack.bytes.baseAddress,
        let base = self.offset(of: ObjectID(raw: start + position))
      else { return nil }
      return Entry(kind: .delta(base: base), size: size, data: position + 20)
    default: return nil
    }
  }

  /// The data that begins at a place, to the end of the pack.
  func data(from place: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: pack.bytes.dropLast(PackFile.checksum).dropFirst(place))
  }

  /// Gives memory back.
  func release() { pack.release() }
}

extension UnsafeRawBufferPointer {
  /// Four bytes, the most significant first; who asks knows that they are there.
  fileprivate func word(at place: Int) -> UInt32 {
    UInt32(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}

/// Reads numbers of several bytes, each with seven bits and a mark when another follows.
struct NumberReader {
  private let bytes: Slice<UnsafeRawBufferPointer>
  private(set) var position: Int

  init(_ bytes: Slice<UnsafeRawBufferPointer>, at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  mutating func next() -> UInt8? {
    guard position >= bytes.startIndex, position < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number, the least significant part first.
  mutating func number() -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 56, by: 7) {
      guard let byte = next() else { return nil }
      value |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  /// How far back a base is: the most significant part first, each part but the last plus one.
  mutating func distance() -> Int? {
    guard var byte = next() else { return nil }
    var value = Int(byte & 0x7F)
    while byte & 0x80 != 0 {
      guard value < 1 << 48, let more = next() else { return nil }
      byte = more
      value = (value + 1) << 7 | Int(byte & 0x7F)
    }
    return value
  }
}
