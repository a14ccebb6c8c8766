import WritPattern

/// A regular expression of RE2 that was read once.
struct CompiledPattern: Sendable {
  private let pattern: Pattern

  init(_ source: String) throws(Failure) {
    do {
      pattern = try Pattern(source, syntax: .re2)
    } catch {
      throw Failure(
        .badPattern,
        "The pattern '\(source.shortened)' is faulty at its character \(error.offset + 1): \(error.message)",
        hint: error.hint)
    }
  }

  /// What the work of a match grows with, beside the length of the text.
  var size: Int { pattern.instructionCount }

  /// Whether some part of the text matches, in time linear in its length.
  func matches(_ text: String) -> Bool { pattern.matches(text) }
}
