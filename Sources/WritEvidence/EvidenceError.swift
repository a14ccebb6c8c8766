/// An artifact that cannot be read as evidence, and why.
public struct EvidenceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// The content is of no kind that is known.
    case unknownKind = "evidence-unknown-kind"
    /// The content is not of the kind that was asked for.
    case wrongKind = "evidence-wrong-kind"
    /// The content breaks the grammar of its kind.
    case syntax = "evidence-syntax"
    /// A measurement that cannot be one: not a number, negative, in another unit.
    case measurement = "evidence-measurement"
    /// There is more than is read.
    case tooLarge = "evidence-too-large"
    /// Nothing was measured.
    case empty = "evidence-empty"
  }

  /// What kind of failure it is.
  public let code: Code
  /// A full sentence.
  public let message: String
  /// The line from 1, where that is known.
  public let line: Int?
  /// What to do about it.
  public let hint: String?

  /// Makes an error from its parts.
  public init(_ code: Code, _ message: String, line: Int? = nil, hint: String? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.hint = hint
  }

  /// The place, the sentence and the hint in one line.
  public var description: String {
    let place = line.map { "line \($0): " } ?? ""
    return place + message + (hint.map { " (\($0))" } ?? "")
  }
}

extension String {
  /// At most 60 characters of the text, on one line.
  var shortened: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(60) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result.append(isControl ? "?" : scalar)
    }
    return unicodeScalars.count > 60 ? String(result) + "..." : String(result)
  }
}
