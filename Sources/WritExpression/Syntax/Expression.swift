/// An expression of the Common Expression Language, read and found to follow the grammar.
public struct Expression: Sendable {
  /// The text that was read.
  public let source: String
  let text: SourceText
  let tree: SyntaxTree

  /// The longest text of an expression in bytes.
  public static let longestSource = 100_000
  /// The deepest nesting of brackets, conditionals and prefix operators.
  public static let deepestNesting = 250

  /// Reads an expression; throws an ``ExpressionError`` of the kind `parse`.
  public init(parsing source: String) throws(ExpressionError) {
    let text = SourceText(source)
    guard text.bytes.count <= Self.longestSource else {
      throw text.error(
        .parse, .tooLarge, at: 0,
        "The expression has \(text.bytes.count) bytes; at most \(Self.longestSource) are read.")
    }
    var parser = Parser(text, tokens: try Lexer.tokens(of: text))
    tree = try parser.parse()
    self.text = text
    self.source = source
  }
}
