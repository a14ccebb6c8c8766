extension Machine {
  mutating func popBool() throws(Failure) -> Bool {
    let value = stack.removeLast()
    guard case .bool(let truth) = value else { throw .notBool(value) }
    return truth
  }

  /// The left side of `&&` or `||`: true where it decides and stays; else it is popped.
  mutating func test(for deciding: Bool, _ fault: Int32) throws(Failure) -> Bool {
    let truth = try popBool()
    if let workspace { workspace.faults[Int(fault)] = nil }
    guard truth == deciding else { return false }
    stack.append(.bool(truth))
    return true
  }

  /// The right side: it decides, or the failure of the left side stands, or it is the result.
  mutating func finishLogic(decidedBy deciding: Bool, _ fault: Int32) throws(Failure) {
    let kept = workspace?.faults[Int(fault)]
    if case .bool(let truth)? = stack.last {
      if truth == deciding { return }
      if let kept { throw kept }
      return
    }
    if let kept { throw kept }
    throw .notBool(stack.removeLast())
  }

  mutating func finishQuantifier(_ value: Bool, _ fault: Int32) throws(Failure) {
    if let kept = workspace?.faults[Int(fault)] { throw kept }
    stack.append(.bool(value))
  }

  /// Replaces an optional by its content; true where it is empty and stays.
  mutating func unwrap() throws(Failure) -> Bool {
    try requireOptional()
    guard case .optional(let box?) = stack.last else { return true }
    stack[stack.count - 1] = box.value
    return false
  }

  /// The receiver of `or` and `orValue`: true where it has content, which decides.
  mutating func orElse(_ wantsContent: Bool) throws(Failure) -> Bool {
    try requireOptional()
    guard case .optional(let box?) = stack.removeLast() else { return false }
    stack.append(wantsContent ? box.value : .optional(box))
    return true
  }

  func requireOptional() throws(Failure) {
    if case .optional? = stack.last { return }
    let kind = stack.last?.kind.title ?? "null"
    throw Failure(
      .noMatchingOverload, "An optional is needed here, not a value of the type \(kind).")
  }
}
