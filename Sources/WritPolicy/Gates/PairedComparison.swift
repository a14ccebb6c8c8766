internal import WritJSON

/// The same cases in two artifacts, held against each other one by one.
public struct PairedComparison: Sendable {
  /// The name in decisions.
  public let name: String
  /// The evidence that is judged.
  public let evidence: String
  /// The evidence that it is compared with.
  public let baseline: String
  /// The group; nil for the only one.
  public let group: String?
  /// The group of the baseline; nil for the one of the same name, or the only one.
  public let baselineGroup: String?
  /// The p-value below which more regressions than improvements are no accident.
  public let alpha: Double
  /// How many cases must be in both.
  public let minPairs: Int
  /// Whether cases of the baseline may be missing.
  public let mayMissCases: Bool
  /// The confidence of the intervals that are told beside the rates.
  public let confidence: Double
  let behaviour: Behaviour

  init(
    _ value: JSONValue, at place: JSONPointer, baseline standard: String?, _ outer: Behaviour
  ) throws(PolicyError) {
    let form = try Form(
      value, "the gate", at: place,
      known: [
        "name", "description", "evidence", "baseline", "group", "baselineGroup", "alpha",
        "minPairs", "allowMissingCases", "confidence", "on",
      ])
    evidence = try form.string("evidence")
    guard let baseline = try form.optionalString("baseline") ?? standard else {
      throw form.wrong("baseline", "the name of the evidence to compare with")
    }
    self.baseline = baseline
    name = try form.optionalString("name") ?? "\(evidence) against \(baseline)"
    group = try form.optionalString("group")
    baselineGroup = try form.optionalString("baselineGroup")
    let alpha = try form.optionalNumber("alpha")
    guard let level = alpha.map(\.asDouble) ?? 0.05, level > 0, level < 1 else {
      throw form.wrong("alpha", "a number between 0 and 1")
    }
    self.alpha = level
    minPairs = try form.optionalInt("minPairs", in: 1...RunCounts.limit) ?? 1
    mayMissCases = try form.optionalBool("allowMissingCases") ?? false
    confidence = try Objective.confidence(form) ?? 0.95
    behaviour = try Behaviour(form, inside: outer)
  }
}
