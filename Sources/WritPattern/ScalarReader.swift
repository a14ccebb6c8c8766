/// Reads Unicode scalars from UTF-8 bytes, one after the other.
struct ScalarReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The next scalar, U+FFFD for a malformed byte, or nil at the end.
  mutating func next() -> UInt32? {
    guard position < bytes.count else { return nil }
    let lead = bytes[position]
    position += 1
    if lead < 0x80 { return UInt32(lead) }
    let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0
    guard length > 0, bytes.count - position >= length else { return 0xFFFD }
    var value = UInt32(lead) & (0x3F >> UInt32(length))
    for offset in 0..<length {
      let byte = bytes[position + offset]
      guard byte & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    position += length
    return value
  }
}
