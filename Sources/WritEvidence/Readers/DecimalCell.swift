import WritJSON

/// Numbers as tables write them.
enum DecimalCell {
  /// The number, with blanks around it and a plus sign allowed; `nan` and `inf` are numbers here, so
  /// that they are refused as measurements and not taken for text.
  static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    if let value = DecimalText.double(of: bytes) { return value }
    var text = bytes[...]
    while text.first == 0x20 { text.removeFirst() }
    while text.last == 0x20 { text.removeLast() }
    if text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard text.count <= 400 else { return nil }
    let trimmed = UnsafeBufferPointer(rebasing: text)
    if let value = DecimalText.double(of: trimmed) { return value }
    switch String(decoding: trimmed, as: UTF8.self).lowercased() {
    case "nan", "-nan": return .nan
    case "inf", "infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return outOfRange(trimmed)
    }
  }

  /// A sound number that no double holds is refused as a measurement too.
  private static func outOfRange(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    JSONNumber(text: String(decoding: bytes, as: UTF8.self)) == nil ? nil : .infinity
  }
}
