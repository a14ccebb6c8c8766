/// Writes a syntax tree out as a program, within a limit on its size.
struct Compiler {
  private var instructions: [Instruction] = []
  private var sets: [ScalarSet] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// The program of a whole pattern.
  mutating func compile(_ tree: SyntaxTree) throws(PatternError) -> Program {
    try emit(tree)
    _ = try append(Instruction(operation: .match))
    return Program(
      instructions: instructions, sets: sets, asciiBits: sets.map(\.asciiBits),
      isAnchored: tree.startsAtTextStart)
  }

  /// Appends the instructions of a tree; they end by falling through to what follows them.
  private mutating func emit(_ tree: SyntaxTree) throws(PatternError) {
    switch tree {
    case .empty:
      return
    case .set(let set):
      try emit(set)
    case .assertion(let assertion):
      let at = try append(Instruction(operation: .assert, operand: UInt32(assertion.rawValue)))
      instructions[at].first = next
    case .sequence(let parts):
      for part in parts { try emit(part) }
    case .choice(let branches):
      try emit(branches)
    case .repetition(let body, let minimum, let maximum):
      try emit(body, minimum: minimum, maximum: maximum)
    }
  }

  private mutating func emit(_ set: ScalarSet) throws(PatternError) {
    let at: Int
    if let only = set.onlyScalar {
      at = try append(Instruction(operation: .scalar, operand: only))
    } else {
      at = try append(Instruction(operation: .set, operand: UInt32(sets.count)))
      sets.append(set)
    }
    instructions[at].first = next
  }

  private mutating func emit(_ branches: [SyntaxTree]) throws(PatternError) {
    var exits: [Int] = []
    for branch in branches.dropLast() {
      let split = try append(Instruction(operation: .split))
      instructions[split].first = next
      try emit(branch)
      exits.append(try append(Instruction(operation: .jump)))
      instructions[split].second = next
    }
    if let last = branches.last { try emit(last) }
    for exit in exits { instructions[exit].first = next }
  }

  private mutating func emit(
    _ body: SyntaxTree, minimum: Int, maximum: Int?
  ) throws(PatternError) {
    var start = next
    for _ in 0..<minimum {
      start = next
      try emit(body)
    }
    guard let maximum else { return try emitLoop(body, minimum: minimum, lastCopy: start) }
    var exits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      exits.append(try append(Instruction(operation: .split)))
      instructions[instructions.count - 1].first = next
      try emit(body)
    }
    for exit in exits { instructions[exit].second = next }
  }

  /// The unbounded tail: goes back to the last required copy, or makes one that can be skipped.
  private mutating func emitLoop(
    _ body: SyntaxTree, minimum: Int, lastCopy: UInt32
  ) throws(PatternError) {
    if minimum > 0 {
      let split = try append(Instruction(operation: .split, first: lastCopy))
      instructions[split].second = next
      return
    }
    let split = try append(Instruction(operation: .split))
    instructions[split].first = next
    try emit(body)
    _ = try append(Instruction(operation: .jump, first: UInt32(split)))
    instructions[split].second = next
  }

  private var next: UInt32 { UInt32(instructions.count) }

  private mutating func append(_ instruction: Instruction) throws(PatternError) -> Int {
    guard instructions.count < limit else {
      throw PatternError(
        .tooLarge, at: 0,
        "The pattern needs more than \(limit) instructions once its repetitions are written out.",
        hint: "lower the counts in {n,m}, or nest fewer of them")
    }
    instructions.append(instruction)
    return instructions.count - 1
  }
}
