extension Machine {
  @inline(__always)
  mutating func compare(_ operation: Instruction.Operation) throws(Failure) {
    let right = stack.removeLast()
    let left = stack.removeLast()
    switch operation {
    case .equal: stack.append(.bool(try equal(left, right)))
    case .notEqual: stack.append(.bool(try !equal(left, right)))
    case .isIn: stack.append(.bool(try contains(left, in: right)))
    default: stack.append(.bool(try ordered(operation, left, right)))
    }
  }

  private func ordered(
    _ operation: Instruction.Operation, _ left: Value, _ right: Value
  ) throws(Failure) -> Bool {
    guard let order = Ordering(left, right) else {
      throw .noOperator(Self.symbol(operation), left, right)
    }
    switch operation {
    case .less: return order == .less
    case .lessOrEqual: return order == .less || order == .equal
    case .greater: return order == .greater
    default: return order == .greater || order == .equal
    }
  }

  private static func symbol(_ operation: Instruction.Operation) -> String {
    switch operation {
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    default: ">="
    }
  }

  mutating func equal(_ left: Value, _ right: Value) throws(Failure) -> Bool {
    var equality = Equality(limit: steps)
    let result = equality.compare(left, right)
    try charge(equality.steps - 1)
    return result
  }

  private mutating func contains(_ value: Value, in container: Value) throws(Failure) -> Bool {
    switch container {
    case .list(let list):
      var equality = Equality(limit: steps)
      let found = list.elements.contains { equality.compare($0, value) }
      try charge(equality.steps)
      return found
    case .map(let map):
      switch value {
      case .bool, .int, .uint, .double, .string: return map.index(of: value) != nil
      default: throw .noOperator("in", value, container)
      }
    default: throw .noOperator("in", value, container)
    }
  }
}
