extension Machine {
  @inline(__always)
  mutating func arithmetic(_ instruction: Instruction) throws(Failure) {
    let right = rightSide(instruction)
    let left = stack.removeLast()
    switch (left, right) {
    case (.int(let left), .int(let right)):
      stack.append(.int(try Arithmetic.integer(instruction.operation, left, right, .int)))
    case (.double(let left), .double(let right)):
      stack.append(.double(try Arithmetic.double(instruction.operation, left, right)))
    default: try arithmeticOther(instruction, left, right)
    }
  }

  /// The right side of a binary operator.
  @inline(__always)
  mutating func rightSide(_ instruction: Instruction) -> Value {
    instruction.a > 0 ? code.constants[Int(instruction.a) - 1] : stack.removeLast()
  }

  private mutating func arithmeticOther(
    _ instruction: Instruction, _ left: Value, _ right: Value
  ) throws(Failure) {
    if instruction.operation == .add, let joined = try concatenation(left, right) {
      stack.append(joined)
      return
    }
    let pair = instruction.adapts ? try Self.adapted(left, right) : (left, right)
    stack.append(try Arithmetic.compute(instruction.operation, pair.0, pair.1))
  }

  /// Makes an int a double where it meets one and one of them comes from a document.
  private static func adapted(
    _ left: Value, _ right: Value
  ) throws(Failure) -> (Value, Value) {
    switch (left, right) {
    case (.int(let value), .double): return (try double(exactly: value), right)
    case (.double, .int(let value)): return (left, try double(exactly: value))
    default: return (left, right)
    }
  }

  static func double(exactly value: Int64) throws(Failure) -> Value {
    guard let exact = Double(exactly: value) else {
      throw Failure(
        .inexactNumber, "The integer \(value) meets a double and has no exact double.",
        hint: "convert it knowingly with double(...)")
    }
    return .double(exact)
  }

  private mutating func concatenation(
    _ left: Value, _ right: Value
  ) throws(Failure) -> Value? {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try chargeText(left.utf8.count + right.utf8.count)
      return .string(left + right)
    case (.bytes(let left), .bytes(let right)):
      try chargeText(left.count + right.count)
      return .bytes(left + right)
    case (.list(let left), .list(let right)):
      let count = left.elements.count + right.elements.count
      try refuseMore(than: count - 1)
      try charge(count / 4)
      return .list(Value.List(left.elements + right.elements))
    default: return nil
    }
  }

  /// Counts the building of a text and refuses one that is too long.
  mutating func chargeText(_ bytes: Int) throws(Failure) {
    try refuseText(of: bytes)
    try charge(bytes / 32)
  }

  func refuseText(of bytes: Int) throws(Failure) {
    guard bytes <= limits.text else {
      throw Failure(.sizeExceeded, "A text would be longer than \(limits.text) bytes.")
    }
  }
}
