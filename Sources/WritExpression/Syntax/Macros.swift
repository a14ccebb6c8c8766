extension Parser {
  /// `has(e.f)`: the selection becomes a test for presence.
  mutating func finishPresence(_ frame: ParserFrame) throws(ExpressionError) {
    let arguments = operands[frame.base...]
    guard arguments.count == 1, let last = arguments.first,
      case .select(let operand, let field, .plain) = tree[last].form
    else {
      throw source.error(
        .parse, .badMacro, at: frame.position, "has() takes one selection of a field.",
        hint: "write has(x.field); for other keys write 'key' in x")
    }
    let position = Int(tree[last].position)
    operands.removeSubrange(frame.base...)
    push(.select(operand, field: field, .presence), at: position)
  }

  /// Turns the call of a macro into a comprehension; false where the call is none.
  mutating func finishMacro(_ name: Int32, _ frame: ParserFrame) throws(ExpressionError) -> Bool {
    let count = operands.count - frame.base
    if tree.name(name) == "bind", count == 3, isNamespace("cel", frame) {
      try finishBind(frame)
      return true
    }
    guard let shape = MacroShape.of(tree.name(name), arguments: count) else { return false }
    let arguments = Array(operands[frame.base...])
    let first = try boundName(arguments[0], of: name)
    var second: Int32?
    if shape.hasTwoNames {
      second = try boundName(arguments[1], of: name)
      try refuseSameName(first, second, at: arguments[1])
    }
    let rest = arguments.dropFirst(shape.hasTwoNames ? 2 : 1)
    operands.removeSubrange(frame.base...)
    let comprehension = Comprehension(
      kind: shape.kind, range: popOperand(), first: first, second: second,
      filter: shape.hasFilter ? rest[rest.startIndex] : nil, body: rest[rest.endIndex - 1])
    push(comprehension, at: frame.position)
    return true
  }

  /// `cel.bind(x, init, result)`
  private mutating func finishBind(_ frame: ParserFrame) throws(ExpressionError) {
    let arguments = Array(operands[frame.base...])
    let first = try boundName(arguments[0], of: intern("cel.bind"))
    operands.removeSubrange(frame.base...)
    _ = popOperand()
    let comprehension = Comprehension(
      kind: .bind, range: arguments[1], first: first, second: nil, filter: nil,
      body: arguments[2])
    push(comprehension, at: frame.position)
  }

  private mutating func push(_ comprehension: Comprehension, at position: Int) {
    tree.comprehensions.append(comprehension)
    push(
      .comprehension(Int32(truncatingIfNeeded: tree.comprehensions.count - 1)), at: position)
  }

  private func isNamespace(_ wanted: String, _ frame: ParserFrame) -> Bool {
    guard case .name(let name, false) = tree[operands[frame.base - 1]].form else { return false }
    return tree.name(name) == wanted
  }

  private func boundName(
    _ argument: SyntaxTree.Index, of macro: Int32
  ) throws(ExpressionError) -> Int32 {
    if case .name(let name, false) = tree[argument].form { return name }
    throw source.error(
      .parse, .badMacro, at: Int(tree[argument].position),
      "\(tree.name(macro))() binds a simple name in this place.",
      hint: "write for example xs.\(tree.name(macro))(x, ...)")
  }

  private func refuseSameName(
    _ first: Int32, _ second: Int32?, at argument: SyntaxTree.Index
  ) throws(ExpressionError) {
    guard let second, tree.name(first) == tree.name(second) else { return }
    throw source.error(
      .parse, .badMacro, at: Int(tree[argument].position),
      "The two names that a macro binds must differ.")
  }
}

/// What a macro's name and number of arguments tell about them.
private struct MacroShape {
  let kind: Comprehension.Kind
  var hasTwoNames = false
  var hasFilter = false

  static func of(_ name: String, arguments: Int) -> MacroShape? {
    switch (name, arguments) {
    case ("all", 2): MacroShape(kind: .all)
    case ("exists", 2): MacroShape(kind: .exists)
    case ("exists_one", 2), ("existsOne", 2): MacroShape(kind: .existsOne)
    case ("map", 2): MacroShape(kind: .map)
    case ("map", 3): MacroShape(kind: .map, hasFilter: true)
    case ("filter", 2): MacroShape(kind: .filter)
    case ("optMap", 2): MacroShape(kind: .optionalMap)
    case ("optFlatMap", 2): MacroShape(kind: .optionalFlatMap)
    default: withTwoNames(name, arguments: arguments)
    }
  }

  private static func withTwoNames(_ name: String, arguments: Int) -> MacroShape? {
    let kind: Comprehension.Kind
    switch name {
    case "all": kind = .all
    case "exists": kind = .exists
    case "exists_one", "existsOne": kind = .existsOne
    case "transformList": kind = .map
    case "transformMap": kind = .transformMap
    case "transformMapEntry": kind = .transformMapEntry
    default: return nil
    }
    let mayFilter = kind != .all && kind != .exists && kind != .existsOne
    guard arguments == 3 || (arguments == 4 && mayFilter) else { return nil }
    return MacroShape(kind: kind, hasTwoNames: true, hasFilter: arguments == 4)
  }
}
