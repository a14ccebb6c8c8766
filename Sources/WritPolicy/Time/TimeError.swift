/// A text that is not the time it should be.
public struct TimeError: Error, Sendable, Equatable {
  /// What is wrong, stable across versions.
  public enum Code: String, Sendable, CaseIterable {
    /// Not of the form RFC 3339 asks for.
    case syntax = "time-syntax"
    /// A month, day, hour, minute, second or offset that does not exist.
    case range = "time-range"
    /// A leap second, which a count of seconds since 1970 cannot hold.
    case leapSecond = "leap-second"
  }

  /// What is wrong, stable across versions.
  public let code: Code
  /// The problem as one full sentence.
  public let sentence: String
  /// Where in the text it was met, in bytes from 0.
  public let offset: Int
  /// What to do about it.
  public let hint: String
}
