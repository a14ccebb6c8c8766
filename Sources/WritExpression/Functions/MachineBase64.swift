extension Machine {
  mutating func base64(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch arguments[0] {
    case .bytes(let bytes) where function == .base64Encode:
      try chargeText(bytes.count / 3 * 4 + 4)
      return .string(Base64.text(of: bytes))
    case .string(let text) where function == .base64Decode:
      guard let bytes = Base64.bytes(of: text) else {
        throw Failure(.badConversion, "\(arguments[0].shown) is not base64 (RFC 4648, section 4).")
      }
      return .bytes(bytes)
    default: throw .noOverload("base64", arguments)
    }
  }
}

/// Octets in text by RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding: UInt8 = 0x3D

  static func text(of bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 3 * 4 + 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for offset in 0..<3 {
        let byte = offset < group.count ? group[start + offset] : 0
        bits = bits << 8 | UInt32(byte)
      }
      for place in 0..<4 {
        let letter = alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]
        output.append(place <= group.count ? letter : padding)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Reads padded base64 strictly; nil for anything else.
  static func bytes(of text: String) -> [UInt8]? {
    let input = Array(text.utf8)
    guard input.count % 4 == 0 else { return nil }
    let padded = input.suffix(2).filter { $0 == padding }.count
    if padded == 2, input.last != padding { return nil }
    var output: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in input.dropLast(padded) {
      guard let digit = value(of: byte) else { return nil }
      bits = (bits << 6 | digit) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return bits & ((1 << count) - 1) == 0 ? output : nil
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case 0x41...0x5A: UInt32(letter) - 0x41
    case 0x61...0x7A: UInt32(letter) - 0x61 + 26
    case 0x30...0x39: UInt32(letter) - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
