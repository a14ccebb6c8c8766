internal import WritJSON

/// A metric of the evidence with the bounds that it must keep.
public struct Objective: Sendable {
  /// The name in decisions.
  public let name: String
  /// The evidence that holds the metric.
  public let evidence: String
  /// The metric with its statistic: `ttft_s.p95`, `runs.failure_rate`, `cases.pass_rate`.
  public let metric: String
  /// The group; `*` for every one, nil for the only one.
  public let group: String?
  /// The unit that the metric must have.
  public let unit: String?
  /// The evidence that relative criteria compare with.
  public let baseline: String?
  /// The group of the baseline; nil for the one of the same name, or the only one.
  public let baselineGroup: String?
  /// How many measurements the metric must have.
  public let minSamples: Int
  /// The confidence of the interval by which a rate is judged; nil to judge the rate itself.
  public let confidence: Double?
  /// Its share of the score.
  public let weight: Int
  /// Whether it fails the gate whatever the score is.
  public let isKey: Bool
  let passing: Criteria
  let warning: Criteria
  let behaviour: Behaviour

  private static let known = [
    "name", "description", "evidence", "metric", "group", "unit", "baseline", "baselineGroup",
    "minSamples", "confidence", "pass", "warning", "weight", "key", "on",
  ]

  init(
    _ value: JSONValue, at place: JSONPointer, baseline standard: String?, _ outer: Behaviour
  ) throws(PolicyError) {
    let form = try Form(value, "the gate", at: place, known: Objective.known)
    evidence = try form.string("evidence")
    metric = try form.string("metric")
    group = try form.optionalString("group")
    name =
      try form.optionalString("name")
      ?? "\(evidence) \(metric)" + (group.map { " of \($0)" } ?? "")
    unit = try form.optionalString("unit")
    baseline = try form.optionalString("baseline") ?? standard
    baselineGroup = try form.optionalString("baselineGroup")
    minSamples = try form.optionalInt("minSamples", in: 1...RunCounts.limit) ?? 1
    confidence = try Objective.confidence(form)
    weight = try form.optionalInt("weight", in: 0...1_000_000) ?? 1
    isKey = try form.optionalBool("key") ?? false
    behaviour = try Behaviour(form, inside: outer)
    passing = try Criteria(form, "pass")
    warning = try Criteria(form, "warning")
    guard !passing.isEmpty else { throw form.wrong("pass", "a list of criteria") }
    if baseline == nil, isRelative {
      throw PolicyError(
        .form, "The objective '\(name.oneLine)' is relative and names no baseline.",
        pointer: place.description,
        hint: "add 'baseline' with the name of the evidence to compare with")
    }
    if confidence != nil, (passing.all + warning.all).contains(where: { $0.comparison == .equal }) {
      throw form.wrong("confidence", "absent where a criterion asks for equality")
    }
  }

  /// Whether any criterion needs the baseline.
  var isRelative: Bool { passing.isRelative || warning.isRelative }

  static func confidence(_ form: Form) throws(PolicyError) -> Double? {
    guard let number = try form.optionalNumber("confidence") else { return nil }
    let known = WilsonInterval.quantiles.map(\.confidence)
    guard let value = number.asDouble, known.contains(value) else {
      throw form.wrong("confidence", "one of \(known.map { "\($0)" }.joined(separator: ", "))")
    }
    return value
  }
}

/// The score over all objectives that a gate asks for, in percent of the sum of their weights.
public struct TotalScore: Sendable {
  /// The score from which the gate passes.
  public let pass: Double
  /// The score from which it is inconclusive and not failed.
  public let warning: Double?
  let behaviour: Behaviour

  init(_ value: JSONValue, at place: JSONPointer, _ outer: Behaviour) throws(PolicyError) {
    let form = try Form(value, "the gate", at: place, known: ["pass", "warning", "on"])
    guard let pass = try TotalScore.percentage(form, "pass") else {
      throw form.wrong("pass", "a percentage")
    }
    self.pass = pass
    warning = try TotalScore.percentage(form, "warning")
    if let warning, warning > pass { throw form.wrong("warning", "at most 'pass'") }
    behaviour = try Behaviour(form, inside: outer)
  }

  /// A number, or a text with a percent sign as Keptn has it.
  private static func percentage(_ form: Form, _ key: String) throws(PolicyError) -> Double? {
    guard let value = form.value(key) else { return nil }
    var number = value.doubleValue
    if let text = value.stringValue {
      let digits = text.utf8.last == UInt8(ascii: "%") ? String(text.dropLast()) : text
      number = JSONNumber(text: digits)?.asDouble
    }
    guard let number, number > 0, number <= 100 else {
      throw form.wrong(key, "a percentage greater than 0 and at most 100")
    }
    return number
  }
}
