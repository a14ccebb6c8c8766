/// A lexical element: its kind and the bytes that it covers.
struct Token {
  let kind: Kind
  let start: Int
  let end: Int

  enum Kind: UInt8 {
    case name
    /// A name between backticks, which may hold what a name may not.
    case quotedName
    case int
    case uint
    case double
    case string
    case bytes
    case openParenthesis
    case closeParenthesis
    case openBracket
    case closeBracket
    case openBrace
    case closeBrace
    case dot
    case comma
    case colon
    case question
    case not
    case plus
    case minus
    case times
    case divide
    case remainder
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case equal
    case notEqual
    case and
    case or
    case inOperator
    case trueLiteral
    case falseLiteral
    case nullLiteral
    case end
  }
}

extension Token.Kind {
  var isNumber: Bool { self == .int || self == .uint || self == .double }

  /// The kind of a word that the language keeps for itself.
  static func keyword(_ bytes: ArraySlice<UInt8>) -> Token.Kind? {
    guard bytes.count >= 2, bytes.count <= 5 else { return nil }
    switch String(decoding: bytes, as: UTF8.self) {
    case "in": return .inOperator
    case "true": return .trueLiteral
    case "false": return .falseLiteral
    case "null": return .nullLiteral
    default: return nil
    }
  }

  /// Words kept for languages that CEL may be embedded in; a field may have them, a variable may not.
  static let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "namespace", "package", "return", "var", "void", "while",
  ]
}
