/// Strings in JSON's own spelling.
enum JSONText {
  /// Appends a string in quotation marks, with the fewest escapes (those of RFC 8785, 3.2.2.2):
  /// quotation mark, backslash and control characters; all else stays raw.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { raw in
      var from = 0
      for place in 0..<raw.count {
        let byte = raw[place]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[from..<place]))
        appendEscape(byte, to: &bytes)
        from = place + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[from...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      let low = byte & 0x0F
      bytes += "u00".utf8
      bytes.append(0x30 + byte >> 4)
      bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
    default: bytes.append(byte)
    }
  }
}
