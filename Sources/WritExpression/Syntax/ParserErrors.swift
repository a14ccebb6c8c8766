extension Parser {
  /// The refusal of the token at the cursor.
  func unexpected(hint: String? = nil) -> ExpressionError {
    let token = token
    if token.kind == .openBrace, cursor > 0, tokens[cursor - 1].kind == .name {
      return source.error(
        .parse, .unsupported, at: token.start,
        "Protocol buffer messages cannot be built: this language has lists and maps only.",
        hint: "write a map, {'field': value}")
    }
    if token.kind == .end {
      let message =
        tokens.count == 1
        ? "The expression is empty." : "The expression ends where a value is expected."
      return source.error(.parse, .unexpectedToken, at: token.start, message, hint: hint)
    }
    let wanted =
      followsOperand ? "an operator or the end is expected" : "a value is expected"
    return source.error(
      .parse, .unexpectedToken, at: token.start, "Found \(shown(token)) where \(wanted).",
      hint: hint ?? self.hint(for: token))
  }

  /// Whether the token before the cursor ends an operand.
  private var followsOperand: Bool {
    guard cursor > 0 else { return false }
    switch tokens[cursor - 1].kind {
    case .name, .quotedName, .int, .uint, .double, .string, .bytes, .closeParenthesis,
      .closeBracket, .closeBrace, .trueLiteral, .falseLiteral, .nullLiteral:
      return true
    default: return false
    }
  }

  private func shown(_ token: Token) -> String {
    let end = min(token.end, token.start + 40)
    let text = String(decoding: source.bytes[token.start..<end], as: UTF8.self)
    switch token.kind {
    case .string, .bytes: return "a string"
    case .int, .uint, .double: return "the number \(text)"
    case .name: return "the name '\(text)'"
    default: return "'\(text)'"
    }
  }

  private func hint(for token: Token) -> String? {
    guard token.kind == .name, followsOperand else { return nil }
    let text = String(decoding: source.bytes[token.start..<token.end], as: UTF8.self)
    switch text {
    case "and": return "logical and is written '&&'"
    case "or": return "logical or is written '||'"
    case "not": return "negation is written '!'"
    case "is": return "equality is written '=='"
    case "if", "else": return "a conditional is written condition ? value : other"
    default: return nil
    }
  }
}
