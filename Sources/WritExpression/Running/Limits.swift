/// How much an evaluation may do; every limit is counted, none is a clock.
public struct Limits: Sendable {
  /// The steps: one for each instruction, and more for work that grows with the values.
  public var steps: Int
  /// The longest string or bytes value that an expression may build, in bytes.
  public var text: Int
  /// The most elements of a list or map that an expression may build.
  public var elements: Int

  /// Makes limits; the defaults are 1,000,000 steps, 4 MiB of text and 100,000 elements.
  public init(steps: Int = 1_000_000, text: Int = 4_194_304, elements: Int = 100_000) {
    self.steps = steps
    self.text = text
    self.elements = elements
  }
}
