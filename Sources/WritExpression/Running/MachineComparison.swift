extension Machine {
  @inline(__always)
  mutating func compare(_ instruction: Instruction) throws(Failure) {
    let right = rightSide(instruction)
    let left = stack.removeLast()
    let operation = instruction.operation
    switch operation {
    case .equal: stack.append(.bool(try equal(left, right)))
    case .notEqual: stack.append(.bool(try !equal(left, right)))
    case .isIn: stack.append(.bool(try contains(left, in: right)))
    default: stack.append(.bool(try ordered(operation, left, right)))
    }
  }

  @inline(__always)
  private mutating func ordered(
    _ operation: Instruction.Operation, _ left: Value, _ right: Value
  ) throws(Failure) -> Bool {
    // Numbers come first, because policies are made of them.
    switch (left, right) {
    case (.int(let left), .int(let right)): return Self.order(operation, left, right)
    case (.double(let left), .double(let right)): return Self.order(operation, left, right)
    case (.int(let left), .double(let right)): return Self.order(operation, Double(left), right)
    case (.double(let left), .int(let right)): return Self.order(operation, left, Double(right))
    default: return try orderedOther(operation, left, right)
    }
  }

  @inline(__always)
  private static func order<Number: Comparable>(
    _ operation: Instruction.Operation, _ left: Number, _ right: Number
  ) -> Bool {
    switch operation {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    default: left >= right
    }
  }

  private mutating func orderedOther(
    _ operation: Instruction.Operation, _ left: Value, _ right: Value
  ) throws(Failure) -> Bool {
    if case .string(let text) = left { try charge(text.utf8.count / 64) }
    if case .bytes(let bytes) = left { try charge(bytes.count / 64) }
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
      case .bool, .int, .uint, .double, .string:
        try chargeKey(value)
        return map.index(of: value) != nil
      default: throw .noOperator("in", value, container)
      }
    default: throw .noOperator("in", value, container)
    }
  }
}
