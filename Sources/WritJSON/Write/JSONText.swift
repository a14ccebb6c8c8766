/// Strings in JSON's own spelling.
enum JSONText {
  /// Appends a string in quotation marks, with the fewest escapes (those of RFC 8785, 3.2.2.2):
  /// quotation mark, backslash and control characters; all else stays raw.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes) }
    if done == nil { Array(text.utf8).withUnsafeBufferPointer { append($0, to: &bytes) } }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func append(_ raw: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var from = 0
    while true {
      let place = ByteScan.firstEscaped(raw, from: from)
      if place > from {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[from..<place]))
      }
      guard place < raw.count else { return }
      appendEscape(raw[place], to: &bytes)
      from = place + 1
    }
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
