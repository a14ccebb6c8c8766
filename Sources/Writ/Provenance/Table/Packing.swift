/// Writes numbers and byte strings one after the other.
struct PackedWriter {
  private(set) var bytes: [UInt8] = []

  /// Starts with nothing.
  init() {}

  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  mutating func number(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A number that may be negative: small ones of either sign stay short.
  mutating func signed(_ value: Int) { number(value << 1 ^ value >> (Int.bitWidth - 1)) }

  /// Eight bytes, the highest first.
  mutating func word(_ value: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// The length, then the bytes.
  mutating func text(_ value: some Collection<UInt8>) {
    number(value.count)
    bytes.append(contentsOf: value)
  }

  /// The bytes without their length.
  mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }
}

/// Reads what a `PackedWriter` wrote; what is cut off or out of range reads as nil.
struct PackedReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// Whether nothing is left.
  var isAtEnd: Bool { place >= bytes.endIndex }

  mutating func number() -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while place < bytes.endIndex, shift < 64 {
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(truncatingIfNeeded: value) }
      shift += 7
    }
    return nil
  }

  /// A number that is a length or an index.
  mutating func count() -> Int? { number().flatMap { $0 >= 0 ? $0 : nil } }

  mutating func signed() -> Int? {
    number().map { Int(bitPattern: UInt(bitPattern: $0) >> 1) ^ -($0 & 1) }
  }

  mutating func word() -> UInt64? {
    raw(8).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  mutating func text() -> ArraySlice<UInt8>? { count().flatMap { raw($0) } }

  mutating func raw(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, bytes.endIndex - place >= count else { return nil }
    defer { place += count }
    return bytes[place..<(place + count)]
  }
}

/// Tells whether stored bytes are those that were written.
///
/// It guards against damage, not against somebody who may write the file: such a one can write the
/// digest, too, and nothing that is found in the index is believed unseen.
enum BlockDigest {
  private static let secret: UInt64 = 0x9E37_79B9_7F4A_7C15

  static func of(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { buffer in
      var state = UInt64(buffer.count) ^ 0xA076_1D64_78BD_642F
      var at = 0
      while at + 8 <= buffer.count {
        let word = buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        state = mix(state ^ UInt64(littleEndian: word))
        at += 8
      }
      var last: UInt64 = 0
      while at < buffer.count {
        last = last << 8 | UInt64(buffer[at])
        at += 1
      }
      return mix(mix(state ^ last) &+ secret)
    }
  }

  /// Each input has another output, so that two texts that differ in one word never agree.
  private static func mix(_ word: UInt64) -> UInt64 {
    var value = word &* secret
    value ^= value >> 32
    value = value &* 0xD6E8_FEB8_6659_FD93
    return value ^ value >> 29
  }
}
