extension Parser {
  mutating func push(_ infix: InfixOperator) throws(ExpressionError) {
    reduce(downTo: infix.precedence)
    try push(ParserFrame(kind: .infix(infix), position: token.start))
    cursor += 1
  }

  /// Completes the operators that hold tighter than, or as tight as, the one that follows.
  mutating func reduce(downTo precedence: Int) {
    while let frame = frames.last, let held = frame.precedence, held >= precedence {
      frames.removeLast()
      let last = popOperand()
      switch frame.kind {
      case .not: push(.not(last), at: frame.position)
      case .negate: push(.negate(last), at: frame.position)
      case .infix(let infix): push(form(infix, popOperand(), last), at: frame.position)
      default:
        let middle = popOperand()
        push(.conditional(popOperand(), middle, last), at: frame.position)
      }
    }
  }

  private func form(
    _ infix: InfixOperator, _ left: SyntaxTree.Index, _ right: SyntaxTree.Index
  ) -> SyntaxTree.Form {
    switch infix {
    case .and: .and(left, right)
    case .or: .or(left, right)
    case .binary(let binary): .binary(binary, left, right)
    }
  }

  /// `a ?`: in the middle of another conditional the grammar asks for parentheses.
  mutating func openConditional() throws(ExpressionError) {
    reduce(downTo: 1)
    if case .condition? = frames.last?.kind {
      throw unexpected(hint: "put the inner conditional in parentheses: a ? (b ? c : d) : e")
    }
    try push(ParserFrame(kind: .condition, position: token.start))
    cursor += 1
  }

  /// The colon of a conditional, or the one between a key and its value.
  mutating func passColon() throws(ExpressionError) {
    reduce(downTo: 0)
    guard let frame = frames.last else { throw unexpected() }
    switch frame.kind {
    case .condition:
      frames[frames.count - 1] = ParserFrame(kind: .alternative, position: frame.position)
    case .mapKey:
      frames[frames.count - 1] = frame.with(.mapValue)
    default: throw unexpected()
    }
    cursor += 1
  }

  /// `.f`, `.?f` or the start of a call; true where the call's first argument follows.
  mutating func readSelector() throws(ExpressionError) -> Bool {
    let dot = token
    cursor += 1
    let isOptional = token.kind == .question
    if isOptional { cursor += 1 }
    let selector = token
    guard selector.kind == .name || selector.kind == .quotedName else {
      throw unexpected(hint: keywordHint(selector))
    }
    let name = intern(selector)
    cursor += 1
    if token.kind == .openParenthesis, selector.kind == .name, !isOptional {
      return try !openCall(.memberCall(name), at: selector.start)
    }
    push(
      .select(popOperand(), field: name, isOptional ? .optional : .plain),
      at: isOptional ? dot.start : selector.start)
    return false
  }

  private func keywordHint(_ selector: Token) -> String? {
    switch selector.kind {
    case .inOperator, .trueLiteral, .falseLiteral, .nullLiteral:
      "a field with the name of a keyword is reached with an index: x['...']"
    default: nil
    }
  }

  mutating func openIndex() throws(ExpressionError) {
    let position = token.start
    let isOptional = tokens[cursor + 1].kind == .question
    try open(.index(isOptional: isOptional), at: position)
    if isOptional { cursor += 1 }
  }
}

extension ParserFrame {
  /// The same frame in its next state.
  func with(_ kind: Kind) -> ParserFrame {
    ParserFrame(kind: kind, position: position, base: base, optionalParts: optionalParts)
  }
}
