extension Compiler {
  private var tree: SyntaxTree { checker.tree }

  mutating func visit(_ index: SyntaxTree.Index) throws(ExpressionError) {
    if let fault = checker.faults[index] {
      deferred.append(Failure(fault.code, fault.message, hint: fault.hint))
      let number = Int32(truncatingIfNeeded: deferred.count - 1)
      return emit(Instruction(operation: .fail, a: number), index, 1)
    }
    if visitMeaning(of: index) { return }
    switch tree[index].form {
    case .literal(let constant):
      emit(Instruction(operation: .constant, a: constant), index, 1)
    case .select(let operand, let name, let access): select(operand, name, access, index)
    case .index(let operand, let key, let isOptional):
      let operation: Instruction.Operation = isOptional ? .optionalElement : .element
      plan([
        .visit(operand), .visit(key), .emit(Instruction(operation: operation), index, effect: -1),
      ])
    case .call, .memberCall: try call(index)
    case .list(let run):
      if let list = constantList(run) {
        return emit(Instruction(operation: .constant, a: constant(list)), index, 1)
      }
      build(.makeList, run, index)
    case .map(let run): build(.makeMap, run, index)
    case .comprehension(let comprehension): compile(comprehension: comprehension, index)
    default: visitOperator(index)
    }
  }

  /// Pushes what a name means; false for what is none.
  private mutating func visitMeaning(of index: SyntaxTree.Index) -> Bool {
    let instruction: Instruction
    switch checker.resolver.meanings[Int(index)] {
    case .variable(let slot): instruction = Instruction(operation: .variable, a: slot)
    case .type(let kind):
      instruction = Instruction(operation: .constant, a: constant(.type(kind)))
    case .local(let comprehension, let isSecond):
      let locals = comprehensionLocals[comprehension]
      let local = isSecond ? locals?.second : locals?.first
      instruction = Instruction(operation: .local, a: local ?? 0)
    case .none: return false
    }
    emit(instruction, index, 1)
    return true
  }

  private mutating func visitOperator(_ index: SyntaxTree.Index) {
    switch tree[index].form {
    case .not(let operand):
      plan([.visit(operand), .emit(Instruction(operation: .not), index, effect: 0)])
    case .negate(let operand):
      plan([.visit(operand), .emit(Instruction(operation: .negate), index, effect: 0)])
    case .binary(let binary, let left, let right):
      let instruction = Instruction(
        operation: .init(binary), adapts: binary.isArithmetic && isOfDocument([left, right]))
      plan([.visit(left), .visit(right), .combine(instruction, index)])
    case .and(let left, let right): logical(.andTest, .andEnd, left, right, index)
    case .or(let left, let right): logical(.orTest, .orEnd, left, right, index)
    case .conditional(let condition, let value, let other):
      conditional(condition, value, other, index)
    default: break
    }
  }

  func isOfDocument(_ nodes: [SyntaxTree.Index]) -> Bool {
    nodes.contains { checker.type($0) == .document }
  }

  /// A field of a variable is one instruction, because policies are made of these.
  private mutating func select(
    _ operand: SyntaxTree.Index, _ name: Int32, _ access: SyntaxTree.Access,
    _ index: SyntaxTree.Index
  ) {
    let field = field(tree.name(name))
    if access == .plain, case .variable(let slot) = checker.resolver.meanings[Int(operand)] {
      return emit(Instruction(operation: .variableField, a: slot, b: field), index, 1)
    }
    let operation: Instruction.Operation
    switch access {
    case .plain: operation = .field
    case .presence: operation = .presence
    case .optional: operation = .optionalField
    }
    plan([.visit(operand), .emit(Instruction(operation: operation, a: field), index, effect: 0)])
  }

  /// A list of literals is made once: `x in ['a', 'b']` is frequent in policies.
  private func constantList(_ run: SyntaxTree.Parts) -> Value? {
    var elements: [Value] = []
    for (offset, part) in tree.parts(run).enumerated() {
      guard case .literal(let constant) = tree[part].form,
        !tree.optionalParts[Int(run.start) + offset]
      else { return nil }
      elements.append(constants[Int(constant)])
    }
    return .list(Value.List(elements))
  }

  private mutating func build(
    _ operation: Instruction.Operation, _ run: SyntaxTree.Parts, _ index: SyntaxTree.Index
  ) {
    let marks = tree.optionalParts[Int(run.start)..<Int(run.start + run.count)]
    let first = marks.contains(true) ? run.start : -1
    let instruction = Instruction(operation: operation, a: run.count, b: first)
    plan(
      tree.parts(run).map { .visit($0) }
        + [.emit(instruction, index, effect: 1 - Int(run.count))])
  }

  /// Both sides are guarded: the failure of the left one counts only if the right one does not decide.
  private mutating func logical(
    _ test: Instruction.Operation, _ end: Instruction.Operation, _ left: SyntaxTree.Index,
    _ right: SyntaxTree.Index, _ index: SyntaxTree.Index
  ) {
    let (rightSide, done, fault) = (newLabel(), newLabel(), newFault())
    let guarded = newGuard(target: rightSide, fault: fault)
    plan([
      .openGuard(guarded),
      .visit(left),
      .emit(Instruction(operation: test, a: done, b: fault), index, effect: -1),
      .closeGuard,
      .place(rightSide, height: height),
      .visit(right),
      .emit(Instruction(operation: end, b: fault), index, effect: 0),
      .place(done, height: height + 1),
    ])
  }

  private mutating func conditional(
    _ condition: SyntaxTree.Index, _ value: SyntaxTree.Index, _ other: SyntaxTree.Index,
    _ index: SyntaxTree.Index
  ) {
    let (alternative, done) = (newLabel(), newLabel())
    plan([
      .visit(condition),
      .emit(Instruction(operation: .branchUnless, a: alternative), index, effect: -1),
      .visit(value),
      .emit(Instruction(operation: .jump, a: done), index, effect: -1),
      .place(alternative, height: height),
      .visit(other),
      .place(done, height: height + 1),
    ])
  }
}
