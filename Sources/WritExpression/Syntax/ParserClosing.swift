extension Parser {
  /// A comma between arguments, elements or entries; false where it was a trailing one.
  mutating func passComma() throws(ExpressionError) -> Bool {
    reduce(downTo: 0)
    guard let frame = frames.last else { throw unexpected() }
    let end: Token.Kind
    switch frame.kind {
    case .call, .memberCall:
      cursor += 1
      return true
    case .list: end = .closeBracket
    case .mapValue: end = .closeBrace
    default: throw unexpected()
    }
    cursor += 1
    guard token.kind != end else { return false }
    if case .mapValue = frame.kind { frames[frames.count - 1] = frame.with(.mapKey) }
    readOptionalMark()
    return true
  }

  /// A closing bracket: completes what the matching one opened.
  mutating func close() throws(ExpressionError) {
    reduce(downTo: 0)
    guard let frame = frames.last, isClosed(frame) else { throw unexpected() }
    frames.removeLast()
    switch frame.kind {
    case .parenthesis: break
    case .index(let isOptional):
      let index = popOperand()
      push(.index(popOperand(), index, isOptional: isOptional), at: frame.position)
    case .call(let name): try finishCall(name, frame)
    case .memberCall(let name): try finishMemberCall(name, frame)
    case .list: push(.list(takeParts(frame)), at: frame.position)
    default: push(.map(takeParts(frame)), at: frame.position)
    }
    cursor += 1
  }

  private func isClosed(_ frame: ParserFrame) -> Bool {
    switch (frame.kind, token.kind) {
    case (.parenthesis, .closeParenthesis), (.call, .closeParenthesis),
      (.memberCall, .closeParenthesis), (.index, .closeBracket), (.list, .closeBracket),
      (.mapValue, .closeBrace):
      true
    case (.mapKey, .closeBrace): operands.count == frame.base
    default: false
    }
  }

  mutating func takeParts(_ frame: ParserFrame) -> SyntaxTree.Parts {
    let taken = operands[frame.base...]
    let start = tree.parts.count
    tree.parts.append(contentsOf: taken)
    if case .list = frame.kind {
      tree.optionalParts.append(contentsOf: frame.optionalParts.prefix(taken.count))
    } else {
      for mark in frame.optionalParts.prefix(taken.count / 2) {
        tree.optionalParts.append(mark)
        tree.optionalParts.append(mark)
      }
    }
    let missing = tree.parts.count - tree.optionalParts.count
    tree.optionalParts.append(contentsOf: repeatElement(false, count: missing))
    operands.removeSubrange(frame.base...)
    return SyntaxTree.Parts(
      start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: taken.count))
  }

  private mutating func finishCall(
    _ name: Int32, _ frame: ParserFrame
  ) throws(ExpressionError) {
    if tree.name(name) == "has" { return try finishPresence(frame) }
    push(.call(name, takeParts(frame)), at: frame.position)
  }

  private mutating func finishMemberCall(
    _ name: Int32, _ frame: ParserFrame
  ) throws(ExpressionError) {
    if try finishMacro(name, frame) { return }
    let parts = takeParts(frame)
    push(.memberCall(popOperand(), name, parts), at: frame.position)
  }

  /// The end of the text: everything must be closed by now.
  mutating func finish() throws(ExpressionError) {
    reduce(downTo: 0)
    guard let frame = frames.last else { return }
    switch frame.kind {
    case .condition:
      throw source.error(
        .parse, .unexpectedToken, at: frame.position,
        "The conditional that starts here has no ':' and no alternative.",
        hint: "write condition ? value : other")
    default:
      throw source.error(
        .parse, .unexpectedToken, at: frame.position, "The bracket that opens here is not closed.")
    }
  }
}
