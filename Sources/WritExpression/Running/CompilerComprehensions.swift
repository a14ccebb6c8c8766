extension Compiler {
  mutating func compile(comprehension index: Int32, _ node: SyntaxTree.Index) {
    let comprehension = checker.tree.comprehensions[Int(index)]
    let first = newLocal()
    let second = comprehension.second == nil ? -1 : newLocal()
    comprehensionLocals[index] = (first, second)
    switch comprehension.kind {
    case .bind:
      plan([
        .visit(comprehension.range),
        .emit(Instruction(operation: .storeLocal, a: first), node, effect: -1),
        .visit(comprehension.body),
      ])
    case .optionalMap, .optionalFlatMap: optional(comprehension, first, node)
    default:
      iterations.append(Code.IterationPlan(first: first, second: second))
      let loop = Loop(
        iteration: Int32(truncatingIfNeeded: iterations.count - 1), again: newLabel(),
        done: newLabel(), node: node)
      plan(comprehension, loop)
    }
  }

  /// The labels of a loop and the iteration that drives it.
  private struct Loop {
    let iteration: Int32
    let again: Int32
    let done: Int32
    let node: SyntaxTree.Index
  }

  private mutating func plan(_ comprehension: Comprehension, _ loop: Loop) {
    switch comprehension.kind {
    case .exists: quantifier(comprehension, loop, test: .anyTest, end: .anyEnd)
    case .all: quantifier(comprehension, loop, test: .allTest, end: .allEnd)
    case .existsOne: collector(comprehension, loop, .countTest, .countEnd)
    case .transformMap: collector(comprehension, loop, .insert, .insertEnd)
    case .transformMapEntry: collector(comprehension, loop, .merge, .insertEnd)
    default: collector(comprehension, loop, .collect, .collectEnd)
    }
  }

  private func start(
    _ comprehension: Comprehension, _ loop: Loop, fault: Int32 = -1
  ) -> [Step] {
    [
      .visit(comprehension.range),
      .emit(
        Instruction(operation: .iterate, a: loop.iteration, b: fault), comprehension.range,
        effect: -1),
      .place(loop.again, height: height),
      .emit(Instruction(operation: .next, a: loop.iteration, b: loop.done), loop.node, effect: 0),
    ]
  }

  /// `all` and `exists`: a failure of the body is kept and the loop goes on, as with `&&` and `||`.
  private mutating func quantifier(
    _ comprehension: Comprehension, _ loop: Loop, test: Instruction.Operation,
    end: Instruction.Operation
  ) {
    let (found, fault) = (newLabel(), newFault())
    let guarded = newGuard(target: loop.again, fault: fault)
    plan(
      start(comprehension, loop, fault: fault) + [
        .openGuard(guarded),
        .visit(comprehension.body),
        .emit(Instruction(operation: test, a: found), loop.node, effect: -1),
        .closeGuard,
        .emit(Instruction(operation: .jump, a: loop.again), loop.node, effect: 0),
        .place(loop.done, height: height),
        .emit(Instruction(operation: end, b: fault), loop.node, effect: 1),
        .place(found, height: height + 1),
      ])
  }

  private mutating func collector(
    _ comprehension: Comprehension, _ loop: Loop, _ take: Instruction.Operation,
    _ end: Instruction.Operation
  ) {
    var steps = start(comprehension, loop)
    let isFilter = comprehension.kind == .filter
    if let predicate = isFilter ? comprehension.body : comprehension.filter {
      let skip = Instruction(operation: .branchUnless, a: loop.again)
      steps += [.visit(predicate), .emit(skip, loop.node, effect: -1)]
    }
    if isFilter {
      let element = iterations[Int(loop.iteration)].first
      steps.append(.emit(Instruction(operation: .local, a: element), loop.node, effect: 1))
    } else {
      steps.append(.visit(comprehension.body))
    }
    plan(
      steps + [
        .emit(
          Instruction(operation: take, a: loop.iteration, b: loop.again), loop.node, effect: -1),
        .place(loop.done, height: height),
        .emit(Instruction(operation: end, a: loop.iteration), loop.node, effect: 1),
      ])
  }

  private mutating func optional(
    _ comprehension: Comprehension, _ local: Int32, _ node: SyntaxTree.Index
  ) {
    let done = newLabel()
    let last: Instruction.Operation =
      comprehension.kind == .optionalMap ? .wrap : .requireOptional
    plan([
      .visit(comprehension.range),
      .emit(Instruction(operation: .unwrap, a: done), node, effect: 0),
      .emit(Instruction(operation: .storeLocal, a: local), node, effect: -1),
      .visit(comprehension.body),
      .emit(Instruction(operation: last), node, effect: 0),
      .place(done, height: height + 1),
    ])
  }
}
