extension SyntaxTree {
  /// Calls `body` with each part of a node and with the comprehension whose names the part can see, if that is this node.
  func forEachPart(of node: Node, _ body: (Index, _ bound: Int32?) -> Void) {
    switch node.form {
    case .literal, .name: return
    case .select(let operand, _, _), .not(let operand), .negate(let operand):
      body(operand, nil)
    case .index(let left, let right, _), .binary(_, let left, let right), .and(let left, let right),
      .or(let left, let right):
      body(left, nil)
      body(right, nil)
    case .conditional(let condition, let value, let other):
      body(condition, nil)
      body(value, nil)
      body(other, nil)
    case .call(_, let run), .list(let run), .map(let run):
      for part in parts(run) { body(part, nil) }
    case .memberCall(let receiver, _, let run):
      body(receiver, nil)
      for part in parts(run) { body(part, nil) }
    case .comprehension(let index):
      let comprehension = comprehensions[Int(index)]
      body(comprehension.range, nil)
      if let filter = comprehension.filter { body(filter, index) }
      body(comprehension.body, index)
    }
  }

  /// The dotted name that a node spells (`a.b.c`) with its first name, or nil.
  ///
  /// Names of more than 16 parts are taken for selections, which bounds the work on a long chain.
  func dottedName(at index: Index) -> (text: String, root: Index, isRoot: Bool)? {
    var fields: [String] = []
    var current = index
    while fields.count < 16 {
      switch self[current].form {
      case .select(let operand, let field, .plain):
        fields.append(name(field))
        current = operand
      case .name(let first, let isRoot):
        fields.append(name(first))
        return (fields.reversed().joined(separator: "."), current, isRoot)
      default: return nil
      }
    }
    return nil
  }
}
