internal import WritJSON

/// What one of the things measured in an artifact did: a model, a command, a task.
public struct EvidenceGroup: Sendable, Equatable {
  /// The name of the thing.
  public let name: String
  /// How its runs ended.
  public var runs: RunCounts
  /// Its metrics, sorted by name.
  public let metrics: [MetricSummary]
  /// Its cases in the order of the source; none when the source has none.
  public let cases: [CaseResult]
  /// Whether there were more cases than a summary keeps, so that none are told.
  public var hasTooManyCases: Bool

  /// More cases than this are counted and not told one by one.
  public static let caseLimit = 100_000

  /// Makes a group from its parts.
  public init(
    name: String, runs: RunCounts, metrics: [MetricSummary], cases: [CaseResult] = [],
    hasTooManyCases: Bool = false
  ) {
    self.name = name
    self.runs = runs
    self.metrics = metrics.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.cases = cases
    self.hasTooManyCases = hasTooManyCases
  }

  /// The same group under another name.
  public func named(_ name: String) -> EvidenceGroup {
    EvidenceGroup(
      name: name, runs: runs, metrics: metrics, cases: cases, hasTooManyCases: hasTooManyCases)
  }
}

extension EvidenceGroup {
  var json: JSONValue {
    var object: JSONObject = ["runs": runs.json]
    object["metrics"] = .object(JSONObject(metrics.map { (key: $0.name, value: $0.json) }))
    if !cases.isEmpty {
      object["cases"] = .object(JSONObject(cases.map { (key: $0.id, value: $0.json) }))
    }
    if hasTooManyCases { object["casesLeftOut"] = true }
    return .object(object)
  }

  init(_ name: String, _ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the evidence summary", at: place,
      known: ["runs", "metrics", "cases", "casesLeftOut"])
    var metrics: [MetricSummary] = []
    for (key, member) in form.value("metrics")?.objectValue ?? [:] {
      metrics.append(
        try MetricSummary(key, member, at: form.place("metrics").appending(key)))
    }
    var cases: [CaseResult] = []
    for (key, member) in form.value("cases")?.objectValue ?? [:] {
      cases.append(try CaseResult(key, member, at: form.place("cases").appending(key)))
    }
    self.init(
      name: name, runs: try RunCounts(form.value("runs") ?? .null, at: form.place("runs")),
      metrics: metrics, cases: cases,
      hasTooManyCases: try form.optionalBool("casesLeftOut") ?? false)
  }
}
