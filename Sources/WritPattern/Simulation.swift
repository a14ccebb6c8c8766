extension Program {
  /// Whether the program matches anywhere in UTF-8 text.
  ///
  /// - Parameter text: valid UTF-8; malformed bytes are read as U+FFFD.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let size = instructions.count
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size * 4) { memory in
      memory.initialize(repeating: 0)
      return instructions.withUnsafeBufferPointer { code in
        asciiBits.withUnsafeBufferPointer { bits in
          var simulation = Simulation(
            code: code, bits: bits, sets: sets, memory: memory, reader: ScalarReader(text))
          return simulation.run(isAnchored: isAnchored)
        }
      }
    }
  }
}

/// The states of an automaton, advanced together over the subject.
///
/// `current` and `next` hold the instructions that wait for a scalar; `stamp[i]` is the step in
/// which instruction `i` was last reached, so that each is entered once a step.
private struct Simulation {
  let code: UnsafeBufferPointer<Instruction>
  let bits: UnsafeBufferPointer<ASCIIBits>
  let sets: [ScalarSet]
  var reader: ScalarReader
  var current: UnsafeMutableBufferPointer<UInt32>
  var next: UnsafeMutableBufferPointer<UInt32>
  let stack: UnsafeMutableBufferPointer<UInt32>
  let stamp: UnsafeMutableBufferPointer<UInt32>
  var currentCount = 0
  var nextCount = 0
  var step: UInt32 = 0
  var before: UInt32?
  var after: UInt32?

  init(
    code: UnsafeBufferPointer<Instruction>, bits: UnsafeBufferPointer<ASCIIBits>,
    sets: [ScalarSet], memory: UnsafeMutableBufferPointer<UInt32>, reader: ScalarReader
  ) {
    self.code = code
    self.bits = bits
    self.sets = sets
    self.reader = reader
    let size = code.count
    current = .init(rebasing: memory[0..<size])
    next = .init(rebasing: memory[size..<size * 2])
    stack = .init(rebasing: memory[size * 2..<size * 3])
    stamp = .init(rebasing: memory[size * 3..<size * 4])
  }

  mutating func run(isAnchored: Bool) -> Bool {
    after = reader.next()
    beginStep()
    if enter(0) { return true }
    while true {
      swap(&current, &next)
      currentCount = nextCount
      nextCount = 0
      guard let scalar = after else { return false }
      if currentCount == 0, isAnchored { return false }
      before = scalar
      after = reader.next()
      beginStep()
      for index in 0..<currentCount {
        let instruction = code[Int(current[index])]
        if accepts(instruction, scalar), enter(instruction.first) { return true }
      }
      if !isAnchored, enter(0) { return true }
    }
  }

  /// Starts a new step; the stamps are cleared when their counter comes round.
  private mutating func beginStep() {
    step &+= 1
    guard step == 0 else { return }
    stamp.update(repeating: 0)
    step = 1
  }

  private func accepts(_ instruction: Instruction, _ scalar: UInt32) -> Bool {
    switch instruction.operation {
    case .scalar: instruction.operand == scalar
    case .set:
      scalar < 128
        ? bits[Int(instruction.operand)].contains(scalar)
        : sets[Int(instruction.operand)].contains(scalar)
    case .split, .jump, .assert, .match: false
    }
  }

  /// Adds an instruction and all that it reaches without reading; true when that is a match.
  private mutating func enter(_ start: UInt32) -> Bool {
    var depth = 0
    var target = start
    while true {
      var follow: UInt32?
      if stamp[Int(target)] != step {
        stamp[Int(target)] = step
        let instruction = code[Int(target)]
        switch instruction.operation {
        case .match:
          return true
        case .scalar, .set:
          next[nextCount] = target
          nextCount += 1
        case .jump:
          follow = instruction.first
        case .assert:
          if holds(instruction) { follow = instruction.first }
        case .split:
          stack[depth] = instruction.second
          depth += 1
          follow = instruction.first
        }
      }
      if let follow {
        target = follow
      } else if depth > 0 {
        depth -= 1
        target = stack[depth]
      } else {
        return false
      }
    }
  }

  private func holds(_ instruction: Instruction) -> Bool {
    let assertion = Assertion(rawValue: UInt8(truncatingIfNeeded: instruction.operand))
    return assertion?.holds(before: before, after: after) ?? false
  }
}
