/// Cuts the bytes of an expression into tokens.
struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  var index = 0

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// All tokens; the last is `.end`.
  static func tokens(of source: SourceText) throws(ExpressionError) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    tokens.reserveCapacity(source.bytes.count / 3 + 1)
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, start: source.bytes.count, end: source.bytes.count))
    return tokens
  }

  private mutating func next() throws(ExpressionError) -> Token? {
    skipBlanks()
    guard index < bytes.count else { return nil }
    let start = index
    let byte = bytes[index]
    if Ascii.startsName(byte) {
      if let kind = try stringKind() { return try string(kind, from: start) }
      return word(from: start)
    }
    if Ascii.isDigit(byte) || (byte == Ascii.dot && Ascii.isDigit(peek(1))) {
      return number(from: start)
    }
    if byte == Ascii.doubleQuote || byte == Ascii.singleQuote {
      return try string(.string, from: start)
    }
    if byte == Ascii.backtick { return try quotedName(from: start) }
    return try punctuation(from: start)
  }

  /// The byte at a distance, or 0 past the end.
  func peek(_ distance: Int) -> UInt8 {
    index + distance < bytes.count ? bytes[index + distance] : 0
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      switch bytes[index] {
      case Ascii.space, Ascii.tab, Ascii.lineFeed, Ascii.formFeed, Ascii.carriageReturn:
        index += 1
      case Ascii.slash where peek(1) == Ascii.slash:
        while index < bytes.count, bytes[index] != Ascii.lineFeed { index += 1 }
      default: return
      }
    }
  }

  private mutating func word(from start: Int) -> Token {
    while index < bytes.count, Ascii.continuesName(bytes[index]) { index += 1 }
    let kind = Token.Kind.keyword(bytes[start..<index]) ?? .name
    return Token(kind: kind, start: start, end: index)
  }

  private mutating func quotedName(from start: Int) throws(ExpressionError) -> Token {
    index += 1
    while index < bytes.count, Self.isInQuotedName(bytes[index]) { index += 1 }
    guard index < bytes.count, bytes[index] == Ascii.backtick, index > start + 1 else {
      throw source.error(
        .parse, .unexpectedCharacter, at: start,
        "A name between backticks is not closed or holds a character that it may not.",
        hint: "letters, digits, '_', '.', '-', '/' and spaces may stand between backticks")
    }
    index += 1
    return Token(kind: .quotedName, start: start, end: index)
  }

  private static func isInQuotedName(_ byte: UInt8) -> Bool {
    Ascii.continuesName(byte) || byte == Ascii.dot || byte == Ascii.minus || byte == Ascii.slash
      || byte == Ascii.space
  }
}
