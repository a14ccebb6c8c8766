extension Parser {
  /// Reads what follows `\x`: two digits, or in RE2 any number of them in braces.
  mutating func parseHexEscape() throws(PatternError) -> UInt32 {
    if syntax == .re2, skip("{") { return try parseBracedHex() }
    guard let value = readHex(digits: 2) else {
      throw error("The pattern has \\x without two hexadecimal digits.")
    }
    return value
  }

  /// Reads the escapes that only RE2 has; nil when this is none.
  mutating func parseRE2Escape(_ escaped: Unicode.Scalar) throws(PatternError) -> UInt32? {
    switch escaped {
    case "a": return 0x07
    case "0": return readOctal(startingWith: 0)
    case "1"..."7":
      guard let digit = peek(), ("0"..."7").contains(digit) else { fallthrough }
      return readOctal(startingWith: escaped.value - 0x30)
    case "8", "9": throw unsupported("A back-reference \\\(escaped)")
    default: return nil
    }
  }

  /// Reads the escapes that only ECMA-262 has; nil when this is none.
  mutating func parseECMAEscape(_ escaped: Unicode.Scalar) throws(PatternError) -> UInt32? {
    switch escaped {
    case "u": return try parseUnicodeEscape()
    case "c":
      guard let letter = peek(), letter.isASCII, letter.properties.isAlphabetic else {
        throw error("The pattern has \\c without a letter from A to Z.")
      }
      position += 1
      return letter.value & 0x1F
    case "0":
      if let digit = peek(), ("0"..."9").contains(digit) {
        throw error("The pattern has an octal escape, which ECMA-262 does not take.", "write \\x")
      }
      return 0
    case "1"..."9":
      guard checksOnly else { throw unsupported("A back-reference \\\(escaped)") }
      position -= 1
      largestReference = max(largestReference, readNumber() ?? 0)
      return 0
    case "k":
      if checksOnly, skip("<"), let name = readText(until: ">") {
        referencedNames.insert(Array(name.utf8))
        return 0
      }
      throw unsupported("A back-reference \\k<name>")
    default: return nil
    }
  }

  /// Reads what follows `\u`: four digits, a surrogate pair of these, or digits in braces.
  private mutating func parseUnicodeEscape() throws(PatternError) -> UInt32 {
    if skip("{") { return try parseBracedHex() }
    guard let first = readHex(digits: 4) else {
      throw error("The pattern has \\u without four hexadecimal digits.")
    }
    guard (0xD800..<0xDC00).contains(first) else { return first }
    let start = position
    if skip("\\u"), let second = readHex(digits: 4), (0xDC00..<0xE000).contains(second) {
      return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    position = start
    return first
  }

  private mutating func parseBracedHex() throws(PatternError) -> UInt32 {
    guard let text = readText(until: "}"), let value = UInt32(text, radix: 16),
      text.utf8.first != UInt8(ascii: "+"), value <= ScalarRanges.last
    else {
      throw error("The pattern has an escape in braces that is no code point.")
    }
    return value
  }

  private mutating func readHex(digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for ahead in 0..<digits {
      guard let digit = peek(ahead), digit.properties.isASCIIHexDigit,
        let nibble = UInt32(String(digit), radix: 16)
      else { return nil }
      value = value << 4 | nibble
    }
    position += digits
    return value
  }

  /// Up to two more octal digits.
  private mutating func readOctal(startingWith first: UInt32) -> UInt32 {
    var value = first
    var count = 0
    while count < 2, let digit = peek(), ("0"..."7").contains(digit) {
      value = value << 3 | (digit.value - 0x30)
      position += 1
      count += 1
    }
    return value
  }
}
