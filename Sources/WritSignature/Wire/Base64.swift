/// Base64 with the standard alphabet (RFC 4648, section 4) in its one canonical form.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text for bytes, with padding unless told otherwise.
  public static func encode(_ bytes: some Collection<UInt8>, isPadded: Bool = true) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let group = rest.prefix(3)
      rest = rest.dropFirst(3)
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0...3 where index <= group.count {
        text.append(alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)])
      }
      if isPadded { for _ in group.count..<3 { text.append(UInt8(ascii: "=")) } }
    }
    return text
  }

  /// The bytes for a text, or nil when it is not in canonical form.
  ///
  /// Padding is required; blanks, other alphabets and bits that stand for nothing are refused.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var digits = 0
    var padding = 0
    for character in text {
      if character == UInt8(ascii: "=") {
        padding += 1
      } else {
        guard padding == 0, let value = value(character) else { return nil }
        bits = bits << 6 | value
      }
      digits += 1
      guard digits % 4 == 0 else { continue }
      guard flush(bits, padding, into: &bytes) else { return nil }
      bits = 0
    }
    return bytes
  }

  private static func flush(_ bits: UInt32, _ padding: Int, into bytes: inout [UInt8]) -> Bool {
    guard padding <= 2 else { return false }
    let unused = UInt32(padding) * 2
    guard bits & ((1 << unused) - 1) == 0 else { return false }
    let whole = bits >> unused
    let count = 3 - padding
    for index in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: whole >> UInt32(8 * (count - 1 - index))))
    }
    return true
  }

  private static func value(_ character: UInt8) -> UInt32? {
    switch character {
    case 0x41...0x5A: UInt32(character - 0x41)
    case 0x61...0x7A: UInt32(character - 0x61 + 26)
    case 0x30...0x39: UInt32(character - 0x30 + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
