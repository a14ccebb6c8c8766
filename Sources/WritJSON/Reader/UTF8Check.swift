/// Well-formedness of UTF-8 (Unicode, table 3-7): no overlong forms, surrogates or values beyond
/// U+10FFFF.
enum UTF8Check {
  /// The length of the sequence that starts at an offset, or 0 when it is not well formed.
  static func length(_ base: UnsafePointer<UInt8>, _ at: Int, count: Int) -> Int {
    let lead = base[at]
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return tail(base, at + 1, 1, count) ? 2 : 0
    case 0xE0...0xEF:
      guard tail(base, at + 1, 2, count) else { return 0 }
      let second = base[at + 1]
      if lead == 0xE0 && second < 0xA0 || lead == 0xED && second > 0x9F { return 0 }
      return 3
    case 0xF0...0xF4:
      guard tail(base, at + 1, 3, count) else { return 0 }
      let second = base[at + 1]
      if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second > 0x8F { return 0 }
      return 4
    default: return 0
    }
  }

  @inline(__always)
  private static func tail(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ length: Int, _ count: Int
  ) -> Bool {
    guard at + length <= count else { return false }
    for place in at..<(at + length) where base[place] & 0xC0 != 0x80 { return false }
    return true
  }
}
