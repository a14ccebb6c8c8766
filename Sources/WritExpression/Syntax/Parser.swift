/// Reads tokens by operator precedence with a stack of its own instead of recursion.
///
/// Operands wait on `operands`; whatever is not complete (a prefix or binary operator, an open
/// bracket, half a conditional) waits as a frame on `frames`.
struct Parser {
  let source: SourceText
  let tokens: [Token]
  var cursor = 0
  var tree = SyntaxTree()
  var operands: [SyntaxTree.Index] = []
  var frames: [ParserFrame] = []

  init(_ source: SourceText, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
    tree.nodes.reserveCapacity(tokens.count)
  }

  var token: Token { tokens[cursor] }

  mutating func parse() throws(ExpressionError) -> SyntaxTree {
    repeat {
      while try !readOperand() {}
    } while try readAfterOperand()
    tree.root = operands[0]
    return tree
  }

  /// Reads what may follow an operand up to the next place for one; false at the end.
  private mutating func readAfterOperand() throws(ExpressionError) -> Bool {
    while true {
      let kind = token.kind
      switch kind {
      case .dot:
        if try readSelector() { return true }
      case .openBracket:
        try openIndex()
        return true
      case .question:
        try openConditional()
        return true
      case .colon:
        try passColon()
        return true
      case .comma:
        if try passComma() { return true }
      case .closeParenthesis, .closeBracket, .closeBrace:
        try close()
      case .end:
        try finish()
        return false
      default:
        guard let binary = InfixOperator(kind) else { throw unexpected() }
        try push(binary)
        return true
      }
    }
  }

  mutating func append(_ form: SyntaxTree.Form, at position: Int) -> SyntaxTree.Index {
    tree.nodes.append(
      SyntaxTree.Node(form: form, position: Int32(truncatingIfNeeded: position)))
    return SyntaxTree.Index(truncatingIfNeeded: tree.nodes.count - 1)
  }

  mutating func push(_ form: SyntaxTree.Form, at position: Int) {
    operands.append(append(form, at: position))
  }

  /// The last operand; there is one whenever the parser asks, because operators follow operands.
  mutating func popOperand() -> SyntaxTree.Index { operands.removeLast() }

  mutating func intern(_ token: Token) -> Int32 {
    let range =
      token.kind == .quotedName ? token.start + 1..<token.end - 1 : token.start..<token.end
    return intern(String(decoding: source.bytes[range], as: UTF8.self))
  }

  mutating func intern(_ name: String) -> Int32 {
    tree.names.append(name)
    return Int32(truncatingIfNeeded: tree.names.count - 1)
  }

  mutating func push(_ frame: ParserFrame) throws(ExpressionError) {
    guard frames.count < Expression.deepestNesting else {
      throw source.error(
        .parse, .tooDeep, at: frame.position,
        "The expression is nested more than \(Expression.deepestNesting) levels deep.")
    }
    frames.append(frame)
  }
}
