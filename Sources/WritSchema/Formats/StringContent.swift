import WritJSON

/// What draft-07 says a string holds (validation, section 8), where it is asserted: base64, and JSON.
///
/// Other encodings and media types assert nothing.
struct StringContent: Sendable {
  private let isBase64: Bool
  private let isJSON: Bool

  /// Nil where nothing is asserted.
  init?(encoding: String?, mediaType: String?) {
    isBase64 = encoding.map { Self.lower($0) == Array("base64".utf8) } ?? false
    // What is encoded in an unknown way cannot be looked at.
    let isReadable = encoding == nil || isBase64
    let type = mediaType?.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
    isJSON = isReadable && type.map { Self.lower($0) == Array("application/json".utf8) } ?? false
    guard isBase64 || isJSON else { return nil }
  }

  private static func lower(_ text: String) -> [UInt8] { lower(text.utf8[...]) }

  private static func lower(_ text: Substring.UTF8View) -> [UInt8] {
    text.map { ASCII.isLetter($0) ? $0 | 0x20 : $0 }
  }

  /// The keyword that a string violates, or nil.
  func keyword(refusing string: String) -> String? {
    var content = Array(string.utf8)
    if isBase64 {
      guard let decoded = Self.decoded(content) else { return "contentEncoding" }
      content = decoded
    }
    return isJSON && !Self.isJSON(content) ? "contentMediaType" : nil
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    do throws(JSONError) {
      _ = try JSONDocument(parsing: bytes)
      return true
    } catch {
      return false
    }
  }

  /// The bytes that base64 (RFC 4648, section 4) stands for; nil for anything else.
  private static func decoded(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    for (place, byte) in text.dropLast(padding).enumerated() {
      guard let digit = digit(byte) else { return nil }
      bits = bits << 6 | digit
      if place % 4 > 0 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> (6 - 2 * UInt32(place % 4))))
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 0x41
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 0x61 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
