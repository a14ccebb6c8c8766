/// One step of a compiled pattern.
///
/// Targets are indices of instructions. The fields are kept small and flat because a match reads
/// them for every scalar of the subject.
struct Instruction: Sendable {
  /// What the step does.
  enum Operation: UInt8, Sendable {
    /// Goes on at `first` if the scalar equals `operand`.
    case scalar
    /// Goes on at `first` if the scalar is in the set of index `operand`.
    case set
    /// Goes on at both targets without reading.
    case split
    /// Goes on at `first` without reading.
    case jump
    /// Goes on at `first` without reading if the assertion of raw value `operand` holds.
    case assert
    /// The pattern has matched.
    case match
  }

  var operation: Operation
  var operand: UInt32 = 0
  var first: UInt32 = 0
  var second: UInt32 = 0
}

/// A compiled pattern: its instructions, entered at index 0, and the sets that they name.
struct Program: Sendable {
  let instructions: [Instruction]
  let sets: [ScalarSet]
  /// What each set holds of ASCII, kept apart so that most steps read nothing else.
  let asciiBits: [ASCIIBits]
  /// Whether a match can only begin at the start of the subject.
  let isAnchored: Bool
}
