internal import WritJSON

/// What a model must keep to, beside a baseline.
public struct VerdictBounds: Sendable, Equatable {
  /// How much lower the ability may be than that of the baseline.
  public var maxAbilityDrop = 0.02
  /// The greatest part of runs that fail.
  public var maxFailureRate = 0.05
  /// How many runs there must be.
  public var minRuns = 20
  /// The p-value below which more regressions than improvements are no accident.
  public var alpha = 0.05
  /// How far the ability of a repetition may be from that of the candidate.
  public var maxRepeatDifference = 0.05

  /// The bounds as they are shipped.
  public init() {}

  var json: JSONValue {
    [
      "max_ability_drop": maxAbilityDrop.json, "max_failure_rate": maxFailureRate.json,
      "min_runs": .number(JSONNumber(minRuns)), "alpha": alpha.json,
      "max_repeat_difference": maxRepeatDifference.json,
    ]
  }
}
