extension Parser {
  /// Reads a prefix operator, an opening bracket or an operand; true once an operand is complete.
  mutating func readOperand() throws(ExpressionError) -> Bool {
    let token = token
    switch token.kind {
    case .not, .minus: return try readPrefix()
    case .openParenthesis:
      try open(.parenthesis, at: token.start)
      return false
    case .openBracket: return try openLiteral(.list, closedBy: .closeBracket)
    case .openBrace: return try openLiteral(.mapKey, closedBy: .closeBrace)
    case .name, .quotedName: return try readName(isRoot: false)
    case .dot:
      cursor += 1
      return try readName(isRoot: true)
    default:
      try readLiteral(negated: false)
      return true
    }
  }

  /// `!` and `-` may be repeated but not mixed; a `-` before a number belongs to the number.
  private mutating func readPrefix() throws(ExpressionError) -> Bool {
    let token = token
    let isNot = token.kind == .not
    let next = tokens[cursor + 1].kind
    var mixed = false
    if case .not? = frames.last?.kind { mixed = !isNot }
    if case .negate? = frames.last?.kind {
      mixed = isNot
    } else if !isNot, next == .int || next == .double {
      cursor += 1
      try readLiteral(negated: true)
      return true
    }
    guard !mixed else {
      throw unexpected(hint: "put the inner operand in parentheses: !(-x), -(!x)")
    }
    try push(ParserFrame(kind: isNot ? .not : .negate, position: token.start))
    cursor += 1
    return false
  }

  mutating func open(_ kind: ParserFrame.Kind, at position: Int) throws(ExpressionError) {
    try push(ParserFrame(kind: kind, position: position, base: operands.count))
    cursor += 1
  }

  /// Opens a list or map literal; true where it is empty and so complete.
  private mutating func openLiteral(
    _ kind: ParserFrame.Kind, closedBy end: Token.Kind
  ) throws(ExpressionError) -> Bool {
    try open(kind, at: token.start)
    // The grammar lets a comma stand alone: `[,]`.
    if token.kind == .comma, tokens[cursor + 1].kind == end { cursor += 1 }
    if token.kind == end {
      try close()
      return true
    }
    readOptionalMark()
    return false
  }

  /// Notes whether the next part of a list or map literal is optional (`[?a]`, `{?k: v}`).
  mutating func readOptionalMark() {
    let isOptional = token.kind == .question
    if isOptional { cursor += 1 }
    frames[frames.count - 1].optionalParts.append(isOptional)
  }

  private mutating func readName(isRoot: Bool) throws(ExpressionError) -> Bool {
    let token = token
    guard token.kind == .name else { throw unexpected() }
    let text = String(decoding: source.bytes[token.start..<token.end], as: UTF8.self)
    guard !Token.Kind.reservedWords.contains(text) else {
      throw source.error(
        .parse, .reservedWord, at: token.start,
        "'\(text)' is a reserved word and cannot be the name of a variable or function.",
        hint: "as a field it may follow a dot: x.\(text)")
    }
    let name = intern(text)
    cursor += 1
    guard self.token.kind == .openParenthesis else {
      push(.name(name, isRoot: isRoot), at: token.start)
      return true
    }
    return try openCall(.call(name), at: token.start)
  }

  /// Opens the arguments of a call; true where there are none and the call is complete.
  mutating func openCall(
    _ kind: ParserFrame.Kind, at position: Int
  ) throws(ExpressionError) -> Bool {
    try open(kind, at: position)
    guard token.kind == .closeParenthesis else { return false }
    try close()
    return true
  }

  private mutating func readLiteral(negated: Bool) throws(ExpressionError) {
    let token = token
    let value: Value
    switch token.kind {
    case .int, .uint, .double:
      value = try NumberLiteral.value(of: token, in: source, negated: negated)
    case .trueLiteral: value = .bool(true)
    case .falseLiteral: value = .bool(false)
    case .nullLiteral: value = .null
    case .string, .bytes:
      var decoder = LiteralDecoder(source, token: token)
      let bytes = try decoder.decode()
      value = token.kind == .bytes ? .bytes(bytes) : .string(String(decoding: bytes, as: UTF8.self))
    default: throw unexpected()
    }
    tree.constants.append(value)
    push(.literal(Int32(truncatingIfNeeded: tree.constants.count - 1)), at: token.start)
    cursor += 1
  }
}
