extension Checker {
  func selection(
    _ operand: SyntaxTree.Index, _ access: SyntaxTree.Access, _ index: SyntaxTree.Index
  ) throws(ExpressionError) -> ValueType {
    let operand = type(operand)
    let field: ValueType
    switch operand {
    case .document: field = .document
    case .dyn: field = .dyn
    case .map(_, let value): field = value
    case .optional: field = .dyn
    default:
      throw fault(
        .noMatchingOverload, at: index, "A value of the type \(operand) has no fields.")
    }
    switch access {
    case .plain: return field
    case .presence: return .bool
    case .optional:
      if case .optional = operand { return .optional(.dyn) }
      return .optional(of: field)
    }
  }

  func indexing(
    _ operand: SyntaxTree.Index, _ key: SyntaxTree.Index, _ isOptional: Bool,
    _ index: SyntaxTree.Index
  ) throws(ExpressionError) -> ValueType {
    let key = type(key)
    let element: ValueType
    switch type(operand) {
    case .document: element = .document
    case .dyn, .optional: element = .dyn
    case .map(_, let value): element = value
    case .list(let item):
      guard key.isOpen || key.isNumber else {
        throw fault(
          .noMatchingOverload, at: index, "The index of a list is a number, not of the type \(key)."
        )
      }
      element = item
    case let other:
      throw fault(
        .noMatchingOverload, at: index, "A value of the type \(other) has no elements.",
        hint: other == .string ? "a character of a text is text.charAt(index)" : nil)
    }
    return isOptional ? .optional(of: element) : element
  }

  /// The type of a name that a macro binds.
  func boundType(of comprehension: Comprehension, isSecond: Bool) -> ValueType {
    let range = type(comprehension.range)
    switch (comprehension.kind, range) {
    case (.bind, _): return range
    case (.optionalMap, .optional(let content)), (.optionalFlatMap, .optional(let content)):
      return content
    case (.optionalMap, _), (.optionalFlatMap, _): return .dyn
    case (_, .list(let element)):
      return comprehension.second == nil || isSecond ? element : .int
    case (_, .map(let key, let value)): return isSecond ? value : key
    case (_, .document): return comprehension.second == nil || isSecond ? .document : .dyn
    default: return .dyn
    }
  }

  func type(ofComprehension index: Int32) throws(ExpressionError) -> ValueType {
    let comprehension = tree.comprehensions[Int(index)]
    let body = type(comprehension.body)
    try checkRange(of: comprehension)
    if let filter = comprehension.filter { try checkPredicate(filter) }
    switch comprehension.kind {
    case .all, .exists, .existsOne:
      try checkPredicate(comprehension.body)
      return .bool
    case .filter:
      try checkPredicate(comprehension.body)
      return .list(of: boundType(of: comprehension, isSecond: false))
    case .map: return .list(of: body)
    case .transformMap:
      return .map(of: boundType(of: comprehension, isSecond: false), to: body)
    case .transformMapEntry, .bind, .optionalFlatMap: return body
    case .optionalMap: return .optional(of: body)
    }
  }

  private func checkRange(of comprehension: Comprehension) throws(ExpressionError) {
    let accepted: KindSet
    switch comprehension.kind {
    case .bind: return
    case .optionalMap, .optionalFlatMap: accepted = .optional
    default: accepted = [.list, .map]
    }
    let range = type(comprehension.range)
    guard accepted.isDisjoint(with: KindSet(range)) else { return }
    throw fault(
      .noMatchingOverload, at: comprehension.range,
      "The macro goes over a \(accepted.title), not over a value of the type \(range).")
  }

  private func checkPredicate(_ index: SyntaxTree.Index) throws(ExpressionError) {
    guard type(index).mayBeBool else {
      throw fault(
        .noMatchingOverload, at: index,
        "The macro asks for a truth value here, not for one of the type \(type(index)).")
    }
  }
}
