extension Lexer {
  mutating func punctuation(from start: Int) throws(ExpressionError) -> Token {
    if let kind = Self.pair(bytes[index], peek(1)) {
      index += 2
      return Token(kind: kind, start: start, end: index)
    }
    if let kind = Self.single(bytes[index]) {
      index += 1
      return Token(kind: kind, start: start, end: index)
    }
    throw unexpectedCharacter(at: start)
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> Token.Kind? {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case ("&", "&"): .and
    case ("|", "|"): .or
    case ("=", "="): .equal
    case ("!", "="): .notEqual
    case ("<", "="): .lessOrEqual
    case (">", "="): .greaterOrEqual
    default: nil
    }
  }

  private static func single(_ byte: UInt8) -> Token.Kind? {
    switch Unicode.Scalar(byte) {
    case "(": .openParenthesis
    case ")": .closeParenthesis
    case "[": .openBracket
    case "]": .closeBracket
    case "{": .openBrace
    case "}": .closeBrace
    case ".": .dot
    case ",": .comma
    case ":": .colon
    case "?": .question
    default: arithmetic(byte)
    }
  }

  private static func arithmetic(_ byte: UInt8) -> Token.Kind? {
    switch Unicode.Scalar(byte) {
    case "!": .not
    case "+": .plus
    case "-": .minus
    case "*": .times
    case "/": .divide
    case "%": .remainder
    case "<": .less
    case ">": .greater
    default: nil
    }
  }

  private func unexpectedCharacter(at start: Int) -> ExpressionError {
    let rest = String(decoding: bytes[start..<min(start + 4, bytes.count)], as: UTF8.self)
    let scalar = rest.unicodeScalars.first ?? "?"
    let hints: [Unicode.Scalar: String] = [
      "=": "equality is written '=='", "&": "logical and is written '&&'",
      "|": "logical or is written '||'", "\u{2018}": "strings stand between straight quotes",
      "\u{2019}": "strings stand between straight quotes",
      "\u{201C}": "strings stand between straight quotes",
      "\u{201D}": "strings stand between straight quotes",
    ]
    return source.error(
      .parse, .unexpectedCharacter, at: start,
      "The character \(Self.named(scalar)) has no place in an expression.", hint: hints[scalar])
  }

  private static func named(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return code
    default:
      return "'\(scalar)' (\(code))"
    }
  }
}
