/// A benchmark that cannot be made or used, and why.
public struct TrialError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// A file of writ's benchmarks breaks its form.
    case form = "bench-form"
    /// A profile or a field that does not exist.
    case profile = "bench-profile"
    /// There is nothing to run.
    case empty = "bench-empty"
    /// The gate did not pass, so nothing is applied.
    case gateFailed = "bench-gate-failed"
    /// A profile has no model that passed.
    case noRecommendation = "bench-no-recommendation"
    /// The policy in force cannot be read.
    case noPolicy = "bench-no-policy"
    /// A report is too old to be used again, or does not tell its age.
    case stale = "bench-stale"
    /// What was approved is not what is to be applied.
    case approval = "bench-approval"
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

  /// The sentence behind its place.
  public var placed: String { (line.map { "line \($0): " } ?? "") + message }

  /// The place, the sentence and the hint in one line.
  public var description: String { placed + (hint.map { " (\($0))" } ?? "") }
}
