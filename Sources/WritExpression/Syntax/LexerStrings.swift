extension Lexer {
  /// The kind of the literal where a name could also be the prefix of one (`r"`, `b'`, `bR"`).
  func stringKind() throws(ExpressionError) -> Token.Kind? {
    let first = bytes[index] | 0x20
    if first == 0x72, Self.isQuote(peek(1)) { return .string }
    guard first == 0x62 else { return nil }
    if Self.isQuote(peek(1)) { return .bytes }
    return peek(1) | 0x20 == 0x72 && Self.isQuote(peek(2)) ? .bytes : nil
  }

  /// A string or bytes literal with its prefix; escapes are only stepped over here.
  mutating func string(_ kind: Token.Kind, from start: Int) throws(ExpressionError) -> Token {
    var isRaw = false
    while !Self.isQuote(bytes[index]) {
      if bytes[index] | 0x20 == 0x72 { isRaw = true }
      index += 1
    }
    let quote = bytes[index]
    let isTriple = peek(1) == quote && peek(2) == quote
    index += isTriple ? 3 : 1
    while index < bytes.count {
      if closes(quote, isTriple: isTriple) {
        index += isTriple ? 3 : 1
        return Token(kind: kind, start: start, end: index)
      }
      let byte = bytes[index]
      if !isTriple, byte == Ascii.lineFeed || byte == Ascii.carriageReturn { break }
      index += byte == Ascii.backslash && !isRaw ? 2 : 1
    }
    throw unterminated(from: start, isTriple: isTriple)
  }

  private func closes(_ quote: UInt8, isTriple: Bool) -> Bool {
    guard bytes[index] == quote else { return false }
    return !isTriple || (peek(1) == quote && peek(2) == quote)
  }

  private func unterminated(from start: Int, isTriple: Bool) -> ExpressionError {
    source.error(
      .parse, .unterminatedString, at: start,
      isTriple
        ? "The string that starts here is not closed by three quotes."
        : "The string that starts here is not closed on its line.",
      hint: isTriple
        ? nil : "close it with the quote that opens it, or use three quotes for several lines")
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == Ascii.doubleQuote || byte == Ascii.singleQuote
  }
}
