extension Machine {
  /// `strings.quote`: the text between double quotes, with escapes for what would not print as it is.
  mutating func quoted(_ arguments: [Value]) throws(Failure) -> Value {
    let text = try Self.string(arguments, 0, "strings.quote")
    try chargeText(text.utf8.count * 2 + 2)
    var result: [UInt8] = [Ascii.doubleQuote]
    for byte in text.utf8 {
      if let letter = Self.escapes[byte] {
        result.append(Ascii.backslash)
        result.append(letter)
      } else {
        result.append(byte)
      }
    }
    result.append(Ascii.doubleQuote)
    return .string(String(decoding: result, as: UTF8.self))
  }

  private static let escapes: [UInt8: UInt8] = [
    0x07: 0x61, 0x08: 0x62, 0x0C: 0x66, 0x0A: 0x6E, 0x0D: 0x72, 0x09: 0x74, 0x0B: 0x76,
    0x5C: 0x5C, 0x22: 0x22,
  ]
}
