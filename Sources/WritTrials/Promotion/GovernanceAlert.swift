public import WritJSON

/// Something about a promotion that a person should know, or that blocks it.
public struct GovernanceAlert: Sendable, Equatable {
  /// How bad it is.
  public enum Severity: String, Sendable, CaseIterable {
    case critical, warning
  }

  /// What it is, stable across versions.
  public enum Code: String, Sendable, CaseIterable {
    /// No model passes.
    case noPassingCandidate = "no_passing_candidate"
    /// The best one scores little.
    case lowCompositeScore = "low_composite_score"
    /// The second is hardly worse than the best.
    case narrowMargin = "narrow_recommendation_margin"

    /// How bad it is.
    public var severity: Severity { self == .noPassingCandidate ? .critical : .warning }
  }

  /// What it is.
  public let code: Code
  /// The profile that it is about.
  public let profile: ModelProfile
  /// A full sentence.
  public let message: String

  /// The alert as a report has it.
  public var json: JSONValue {
    [
      "code": .string(code.rawValue), "severity": .string(code.severity.rawValue),
      "profile": .string(profile.rawValue), "message": .string(message),
    ]
  }
}
