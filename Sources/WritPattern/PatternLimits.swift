/// Bounds on what a pattern may cost; each is checked while compiling.
public struct PatternLimits: Sendable, Equatable {
  /// The most instructions the program may have once counted repetition is written out.
  ///
  /// Matching costs at most this number of steps for each Unicode scalar of the subject.
  public var instructions: Int
  /// The deepest nesting of groups.
  public var depth: Int

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - instructions: the most instructions of the compiled program.
  ///   - depth: the deepest nesting of groups.
  public init(instructions: Int = 10_000, depth: Int = 250) {
    self.instructions = instructions
    self.depth = depth
  }
}
