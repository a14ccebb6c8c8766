/// Runs a program on a stack of values.
struct Machine: ~Copyable {
  let code: Code
  let limits: Limits
  /// The steps that are left.
  var steps: Int
  var stack: [Value] = []
  /// What only programs with macros, absorbed failures or dynamic patterns need.
  var workspace: Workspace?
  let variables: BoundVariables
  private var counter = 0

  init(_ code: Code, _ bindings: Bindings, _ limits: Limits) {
    self.code = code
    self.limits = limits
    steps = limits.steps
    variables = BoundVariables(code, bindings)
    stack.reserveCapacity(code.stackHeight)
    if code.localCount > 0 { workspace = Workspace(code) }
  }

  /// The workspace, made at its first use.
  mutating func needWorkspace() -> Workspace {
    if let workspace { return workspace }
    let made = Workspace(code)
    workspace = made
    return made
  }

  mutating func run() throws(Failure) -> Value {
    while true {
      do {
        return try execute()
      } catch {
        try absorb(error)
      }
    }
  }

  /// Goes on at the guard of the failed instruction, or fails for good.
  private mutating func absorb(_ failure: Failure) throws(Failure) {
    var failure = failure
    if failure.place < 0 { failure.place = Int32(truncatingIfNeeded: counter - 1) }
    let guardIndex = code.guardAt[counter - 1]
    guard guardIndex >= 0, !failure.isFatal else { throw failure }
    let handler = code.guards[Int(guardIndex)]
    needWorkspace().faults[Int(handler.fault)] = failure
    stack.removeLast(stack.count - handler.height)
    counter = Int(handler.target)
    try charge(8)
  }

  private mutating func execute() throws(Failure) -> Value {
    let instructions = code.instructions
    while true {
      let instruction = instructions[counter]
      counter += 1
      steps -= 1
      guard steps >= 0 else { throw costExceeded }
      switch instruction.operation {
      case .constant: stack.append(code.constants[Int(instruction.a)])
      case .variable: stack.append(try variable(instruction.a))
      case .variableField: try pushField(of: instruction.a, instruction.b)
      case .local: stack.append(needWorkspace().locals[Int(instruction.a)])
      case .storeLocal: needWorkspace().locals[Int(instruction.a)] = stack.removeLast()
      case .field, .presence, .optionalField, .element, .optionalElement:
        try access(instruction)
      case .add, .subtract, .multiply, .divide, .remainder: try arithmetic(instruction)
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn:
        try compare(instruction)
      case .jump: counter = Int(instruction.a)
      case .branchUnless: if try !popBool() { counter = Int(instruction.a) }
      case .orTest: if try test(for: true, instruction.b) { counter = Int(instruction.a) }
      case .andTest: if try test(for: false, instruction.b) { counter = Int(instruction.a) }
      case .orEnd: try finishLogic(decidedBy: true, instruction.b)
      case .andEnd: try finishLogic(decidedBy: false, instruction.b)
      case .finish: return stack.removeLast()
      case .next: try next(instruction)
      default: try executeOther(instruction)
      }
    }
  }

  private mutating func executeOther(_ instruction: Instruction) throws(Failure) {
    switch instruction.operation {
    case .makeList: try makeList(Int(instruction.a), marks: instruction.b)
    case .makeMap: try makeMap(Int(instruction.a), marks: instruction.b)
    case .not: stack.append(.bool(try !popBool()))
    case .negate: stack.append(try Arithmetic.negated(stack.removeLast()))
    case .call: try call(instruction)
    case .match: try match(code.patterns[Int(instruction.a)])
    case .unwrap: if try unwrap() { counter = Int(instruction.a) }
    case .orElse: if try orElse(instruction.b == 1) { counter = Int(instruction.a) }
    case .wrap: stack.append(.optional(Value.Box(stack.removeLast())))
    case .requireOptional: try requireOptional()
    case .fail: throw code.deferred[Int(instruction.a)]
    default: try executeIteration(instruction)
    }
  }

  private mutating func executeIteration(_ instruction: Instruction) throws(Failure) {
    switch instruction.operation {
    case .iterate: try iterate(instruction)
    case .anyTest: if try popBool() { settle(true, instruction) }
    case .allTest: if try !popBool() { settle(false, instruction) }
    case .anyEnd: try finishQuantifier(false, instruction.b)
    case .allEnd: try finishQuantifier(true, instruction.b)
    case .countTest:
      if try popBool() { needWorkspace().iterations[Int(instruction.a)].hits += 1 }
      jump(instruction.b)
    case .countEnd:
      stack.append(.bool(needWorkspace().iterations[Int(instruction.a)].hits == 1))
    case .collect:
      try collect(Int(instruction.a))
      jump(instruction.b)
    case .collectEnd: try finishCollecting(Int(instruction.a))
    case .insert:
      try insert(Int(instruction.a))
      jump(instruction.b)
    case .merge:
      try merge(Int(instruction.a))
      jump(instruction.b)
    default:
      stack.append(.map(needWorkspace().iterations[Int(instruction.a)].takeMap()))
    }
  }

  mutating func jump(_ target: Int32) {
    counter = Int(target)
  }

  private mutating func settle(_ value: Bool, _ instruction: Instruction) {
    stack.append(.bool(value))
    counter = Int(instruction.a)
  }

  private mutating func variable(_ index: Int32) throws(Failure) -> Value {
    if let value = variables.value(index, of: code) { return value }
    throw unbound(index)
  }

  func unbound(_ index: Int32) -> Failure {
    Failure(.unboundVariable, "The variable '\(code.variables[Int(index)])' has no value here.")
  }

  private var costExceeded: Failure {
    Failure(
      .costExceeded, "The evaluation needs more than the \(limits.steps) steps that it may take.",
      hint: "narrow what the macros go over, or nest them less")
  }

  /// Counts work that grows with the values.
  mutating func charge(_ amount: Int) throws(Failure) {
    steps = steps.subtractingReportingOverflow(amount).partialValue
    guard steps >= 0, amount >= 0 else { throw costExceeded }
  }
}
