/// Turns a checked tree into instructions with a stack of pending steps instead of recursion.
struct Compiler {
  let checker: Checker
  var instructions: [Instruction] = []
  var positions: [Int32] = []
  var constants: [Value]
  var fields: [FieldKey] = []
  var patterns: [CompiledPattern] = []
  /// What is wrong with nodes that fail where they are evaluated.
  var deferred: [Failure] = []
  var guards: [Code.Guard] = []
  var guardAt: [Int32] = []
  var iterations: [Code.IterationPlan] = []
  var localCount = 0
  var faultCount = 0
  /// The number of values on the stack before the next instruction, and the highest so far.
  var height = 0
  var highest = 0

  private var pending: [Step] = []
  /// Where each label stands, once it is known.
  private var labels: [Int32] = []
  /// Where the last label stands: what is before it and what is behind it cannot become one.
  private var lastPlaced = 0
  private var openGuards: [Int32] = []
  private var fieldIndices: [String: Int32] = [:]
  /// The locals of each comprehension.
  var comprehensionLocals: [Int32: (first: Int32, second: Int32)] = [:]

  /// What is still to be done, last first.
  enum Step {
    case visit(SyntaxTree.Index)
    /// An instruction, the node that it comes from, and what it does to the height of the stack.
    case emit(Instruction, SyntaxTree.Index, effect: Int)
    /// A binary operator and the node that it comes from.
    case combine(Instruction, SyntaxTree.Index)
    /// Places a label; what follows it starts with the given height.
    case place(Int32, height: Int)
    case openGuard(Int32)
    case closeGuard
  }

  init(_ checker: Checker) {
    self.checker = checker
    constants = checker.tree.constants
  }

  mutating func compile() throws(ExpressionError) {
    pending = [
      .emit(Instruction(operation: .finish), checker.tree.root, effect: 0),
      .visit(checker.tree.root),
    ]
    while let step = pending.popLast() {
      switch step {
      case .visit(let index): try visit(index)
      case .emit(let instruction, let node, let effect): emit(instruction, node, effect)
      case .combine(let instruction, let node): emit(instruction, of: node)
      case .place(let label, let height):
        labels[Int(label)] = Int32(truncatingIfNeeded: instructions.count)
        lastPlaced = instructions.count
        self.height = height
      case .openGuard(let index): openGuards.append(index)
      case .closeGuard: openGuards.removeLast()
      }
    }
    resolveLabels()
  }

  /// Plans steps in the order in which they are to happen.
  mutating func plan(_ steps: [Step]) {
    pending.append(contentsOf: steps.reversed())
  }

  mutating func emit(_ instruction: Instruction, _ node: SyntaxTree.Index, _ effect: Int) {
    instructions.append(instruction)
    positions.append(checker.tree[node].position)
    guardAt.append(openGuards.last ?? -1)
    height += effect
    highest = max(highest, height)
  }

  /// Emits an operator; a constant on its right side becomes part of it.
  mutating func emit(_ binary: Instruction, of node: SyntaxTree.Index) {
    guard let last = instructions.last, last.operation == .constant,
      lastPlaced < instructions.count
    else { return emit(binary, node, -1) }
    instructions.removeLast()
    positions.removeLast()
    guardAt.removeLast()
    var fused = binary
    fused.a = last.a + 1
    emit(fused, node, -1)
  }

  mutating func newLabel() -> Int32 {
    labels.append(0)
    return Int32(truncatingIfNeeded: labels.count - 1)
  }

  mutating func newLocal() -> Int32 {
    localCount += 1
    return Int32(truncatingIfNeeded: localCount - 1)
  }

  mutating func newFault() -> Int32 {
    faultCount += 1
    return Int32(truncatingIfNeeded: faultCount - 1)
  }

  /// A guard that continues at a label with the present height.
  mutating func newGuard(target label: Int32, fault: Int32) -> Int32 {
    guards.append(Code.Guard(target: label, height: height, fault: fault))
    return Int32(truncatingIfNeeded: guards.count - 1)
  }

  mutating func field(_ name: String) -> Int32 {
    if let index = fieldIndices[name] { return index }
    let index = Int32(truncatingIfNeeded: fields.count)
    fields.append(FieldKey(name))
    fieldIndices[name] = index
    return index
  }

  mutating func constant(_ value: Value) -> Int32 {
    constants.append(value)
    return Int32(truncatingIfNeeded: constants.count - 1)
  }

  private mutating func resolveLabels() {
    for index in instructions.indices {
      switch instructions[index].operation {
      case .jump, .branchUnless, .orTest, .andTest, .anyTest, .allTest, .unwrap, .orElse:
        instructions[index].a = labels[Int(instructions[index].a)]
      case .next, .countTest, .collect, .insert, .merge:
        instructions[index].b = labels[Int(instructions[index].b)]
      default: break
      }
    }
    for index in guards.indices { guards[index].target = labels[Int(guards[index].target)] }
  }
}
