extension Compiler {
  private var tree: SyntaxTree { checker.tree }

  mutating func call(_ index: SyntaxTree.Index) throws(ExpressionError) {
    guard let function = checker.functions[index] else { return }
    let arguments = arguments(of: index)
    if function == .matches, let pattern = try constantPattern(arguments[1]) {
      let instruction = Instruction(operation: .match, a: pattern)
      return plan([.visit(arguments[0]), .emit(instruction, index, effect: 0)])
    }
    if let folded = folded(function, arguments) {
      return emit(Instruction(operation: .constant, a: constant(folded)), index, 1)
    }
    if function == .or || function == .orValue { return alternative(function, arguments, index) }
    let instruction = Instruction(
      operation: .call, adapts: isOfDocument(arguments), a: Int32(function.rawValue),
      b: Int32(truncatingIfNeeded: arguments.count))
    plan(
      arguments.map { .visit($0) }
        + [.emit(instruction, index, effect: 1 - arguments.count)])
  }

  /// The other side of `or` and `orValue` is evaluated only where the receiver is empty.
  private mutating func alternative(
    _ function: Function, _ arguments: [SyntaxTree.Index], _ index: SyntaxTree.Index
  ) {
    let done = newLabel()
    let test = Instruction(operation: .orElse, a: done, b: function == .orValue ? 1 : 0)
    var steps: [Step] = [
      .visit(arguments[0]), .emit(test, index, effect: -1), .visit(arguments[1]),
    ]
    if function == .or {
      steps.append(.emit(Instruction(operation: .requireOptional), index, effect: 0))
    }
    plan(steps + [.place(done, height: height + 1)])
  }

  private func arguments(of index: SyntaxTree.Index) -> [SyntaxTree.Index] {
    switch tree[index].form {
    case .call(_, let run): return Array(tree.parts(run))
    case .memberCall(let receiver, _, let run):
      let arguments = Array(tree.parts(run))
      return checker.resolver.qualified[index] == nil ? [receiver] + arguments : arguments
    default: return []
    }
  }

  private func literalText(_ index: SyntaxTree.Index) -> String? {
    guard case .literal(let constant) = tree[index].form,
      case .string(let text) = constants[Int(constant)]
    else { return nil }
    return text
  }

  /// A pattern that is written down is compiled once, and refused here if it is none (or where it
  /// is met, if faults are put off).
  private mutating func constantPattern(
    _ index: SyntaxTree.Index
  ) throws(ExpressionError) -> Int32? {
    guard let source = literalText(index) else { return nil }
    do {
      patterns.append(try CompiledPattern(source))
    } catch {
      if checker.environment.defersFaults { return nil }
      throw checker.fault(.badPattern, at: index, error.reason.message, hint: error.reason.hint)
    }
    return Int32(truncatingIfNeeded: patterns.count - 1)
  }

  /// A time that is written down (`duration("1h")`) is read once; a faulty one fails when it is met.
  private func folded(_ function: Function, _ arguments: [SyntaxTree.Index]) -> Value? {
    guard arguments.count == 1, let text = literalText(arguments[0]) else { return nil }
    switch function {
    case .timestamp: return Value.Timestamp(text: text).map(Value.timestamp)
    case .duration: return Value.Duration(text: text).map(Value.duration)
    default: return nil
    }
  }
}
