internal import CLibgit2

/// The name of a Git object: the SHA-1 of its type, size and content.
public struct ObjectID: Sendable, Hashable, Comparable {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The id that stands for "no object" in ref updates.
  public static let zero = ObjectID(high: 0, middle: 0, low: 0)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads the 20 bytes of an id as they stand in a tree.
  init(raw bytes: UnsafeRawPointer) {
    high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id) { buffer in
      buffer.baseAddress.map { ObjectID(raw: $0) } ?? .zero
    }
  }

  /// Reads the 40 hexadecimal digits of an id, or returns nil when `hex` is something else.
  public init?(_ hex: String) {
    var copy = hex
    let id = copy.withUTF8 { ObjectID(hex: $0) }
    guard let id else { return nil }
    self = id
  }

  /// Reads the 40 hexadecimal digits of an id, or returns nil when `hex` is something else.
  public init?(_ hex: some StringProtocol) { self.init(hex: hex.utf8) }

  /// Reads the 40 hexadecimal digits of an id, or returns nil when they are something else.
  init?(hex digits: some Sequence<UInt8>) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var count = 0
    for digit in digits {
      guard let value = digit.hexValue, count < 40 else { return nil }
      if count < 16 {
        words.0 = words.0 << 4 | UInt64(value)
      } else if count < 32 {
        words.1 = words.1 << 4 | UInt64(value)
      } else {
        words.2 = words.2 << 4 | UInt64(value)
      }
      count += 1
    }
    guard count == 40 else { return nil }
    self.init(high: words.0, middle: words.1, low: UInt32(truncatingIfNeeded: words.2))
  }

  /// The last byte, by which a small cache finds its place.
  var lastByte: Int { Int(low & 0xFF) }

  /// The first byte, by which an index of a pack is divided.
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: high >> 56) }

  /// The four bytes after the first one, by which ids of one such part are spread.
  var bytesAfterFirst: UInt32 { UInt32(truncatingIfNeeded: high >> 24) }

  /// Where an object of this id is kept in a table of so many places, a power of two.
  func slot(of count: Int) -> Int { Int(truncatingIfNeeded: middle) & (count - 1) }

  /// Feeds the first eight bytes alone: they are spread evenly as they are.
  public func hash(into hasher: inout Hasher) { hasher.combine(high) }

  /// The 20 bytes of the id, first byte first.
  public var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
      store(into: UnsafeMutableRawBufferPointer(buffer))
      count = 20
    }
  }

  var native: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id) { store(into: $0) }
    return id
  }

  private func store(into buffer: UnsafeMutableRawBufferPointer) {
    buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
    buffer.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
    buffer.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
  }

  /// The 40 hexadecimal digits, in lower case.
  public var hex: String {
    String(unsafeUninitializedCapacity: 40) { text in
      var place = 0
      func append(_ number: UInt64, digits: Int) {
        for shift in stride(from: (digits - 1) * 4, through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 15
          text[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
          place += 1
        }
      }
      append(high, digits: 16)
      append(middle, digits: 16)
      append(UInt64(low), digits: 8)
      return 40
    }
  }

  /// The first ten digits, for people.
  public var short: String { String(hex.prefix(10)) }

  /// Whether the bytes of `left` come first.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ObjectID: CustomStringConvertible {
  /// The 40 hexadecimal digits.
  public var description: String { hex }
}

extension UInt8 {
  static let hexDigits = Array("0123456789abcdef".utf8)

  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x61...0x66: self - 0x57
    case 0x41...0x46: self - 0x37
    default: nil
    }
  }
}

extension ObjectID {
  /// Takes the 20 bytes of an id, or returns nil when there are more or fewer.
  public init?(bytes: [UInt8]) { self.init(bytes: bytes[...]) }

  /// Takes the 20 bytes of an id, or returns nil when there are more or fewer.
  public init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == 20 else { return nil }
    self = bytes.withUnsafeBytes { $0.baseAddress.map { ObjectID(raw: $0) } ?? .zero }
  }
}
