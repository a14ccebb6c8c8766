internal import WritJSON

/// What became of one test case over all its runs.
public struct CaseResult: Sendable, Equatable {
  /// The name of the case, the same in every report that is to be compared.
  public let id: String
  /// Runs that passed.
  public var passed: Int
  /// Runs that did not, those that ended in an error among them.
  public var failed: Int
  /// How many of these count as failed runs of their group.
  public var errors: Int
  /// Runs that were not attempted.
  public var skipped: Int

  /// Makes a result from its parts.
  public init(id: String, passed: Int = 0, failed: Int = 0, errors: Int = 0, skipped: Int = 0) {
    self.id = id
    self.passed = passed
    self.failed = failed
    self.errors = errors
    self.skipped = skipped
  }

  /// Whether all attempted runs passed; nil when none was attempted.
  public var isPassed: Bool? { passed + failed == 0 ? nil : failed == 0 }

  /// Whether some runs passed and some did not.
  public var isMixed: Bool { passed > 0 && failed > 0 }
}

extension CaseResult {
  var json: JSONValue {
    var object: JSONObject = [
      "passed": .number(JSONNumber(passed)), "failed": .number(JSONNumber(failed)),
    ]
    if errors > 0 { object["errors"] = .number(JSONNumber(errors)) }
    if skipped > 0 { object["skipped"] = .number(JSONNumber(skipped)) }
    return .object(object)
  }

  init(_ id: String, _ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the evidence summary", at: place, known: ["passed", "failed", "errors", "skipped"])
    self.id = id
    passed = try form.optionalInt("passed", in: 0...RunCounts.limit) ?? 0
    failed = try form.optionalInt("failed", in: 0...RunCounts.limit) ?? 0
    errors = try form.optionalInt("errors", in: 0...failed) ?? 0
    skipped = try form.optionalInt("skipped", in: 0...RunCounts.limit) ?? 0
  }
}
