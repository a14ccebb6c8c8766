extension Lexer {
  /// `1`, `0x1F`, `1u`, `1.5`, `.5`, `1e9`; a point without digits after it is not part of a number.
  mutating func number(from start: Int) -> Token {
    if bytes[index] == Ascii.zero, peek(1) == 0x78, Ascii.hexDigit(peek(2)) != nil {
      index += 2
      while Ascii.hexDigit(peek(0)) != nil { index += 1 }
      return integer(from: start)
    }
    skipDigits()
    var isDouble = false
    if peek(0) == Ascii.dot, Ascii.isDigit(peek(1)) {
      isDouble = true
      index += 1
      skipDigits()
    }
    if skipExponent() { isDouble = true }
    return isDouble ? Token(kind: .double, start: start, end: index) : integer(from: start)
  }

  private mutating func integer(from start: Int) -> Token {
    guard peek(0) | 0x20 == 0x75 else { return Token(kind: .int, start: start, end: index) }
    index += 1
    return Token(kind: .uint, start: start, end: index)
  }

  private mutating func skipDigits() {
    while Ascii.isDigit(peek(0)) { index += 1 }
  }

  private mutating func skipExponent() -> Bool {
    guard peek(0) | 0x20 == 0x65 else { return false }
    let signed = peek(1) == Ascii.plus || peek(1) == Ascii.minus
    guard Ascii.isDigit(peek(signed ? 2 : 1)) else { return false }
    index += signed ? 2 : 1
    skipDigits()
    return true
  }
}
