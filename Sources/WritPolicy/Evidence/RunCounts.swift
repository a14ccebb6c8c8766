internal import WritJSON

/// How many runs of something were made, and how they ended.
public struct RunCounts: Sendable, Equatable {
  /// Runs that gave a measurement.
  public var ok: Int
  /// Runs that were attempted and gave none.
  public var failed: Int
  /// Runs that were not attempted.
  public var skipped: Int

  /// Makes counts; none without arguments.
  public init(ok: Int = 0, failed: Int = 0, skipped: Int = 0) {
    self.ok = ok
    self.failed = failed
    self.skipped = skipped
  }

  /// Runs that were attempted.
  public var attempted: Int { ok + failed }

  /// The part of the attempted runs that failed, or nil when none was attempted.
  public var failureRate: Double? {
    attempted == 0 ? nil : Double(failed) / Double(attempted)
  }

  /// The sum of two counts.
  public static func + (left: RunCounts, right: RunCounts) -> RunCounts {
    RunCounts(
      ok: left.ok + right.ok, failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped)
  }
}

extension RunCounts {
  var json: JSONValue {
    [
      "total": .number(JSONNumber(ok + failed + skipped)), "ok": .number(JSONNumber(ok)),
      "failed": .number(JSONNumber(failed)), "skipped": .number(JSONNumber(skipped)),
    ]
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the evidence summary", at: place, known: ["total", "ok", "failed", "skipped"])
    ok = try RunCounts.count(form, "ok")
    failed = try RunCounts.count(form, "failed")
    skipped = try RunCounts.count(form, "skipped")
    guard try RunCounts.count(form, "total") == ok + failed + skipped else {
      throw form.wrong("total", "the sum of ok, failed and skipped")
    }
  }

  /// More runs than this are a mistake, and sums of them would overflow.
  static let limit = 1 << 40

  private static func count(_ form: Form, _ key: String) throws(PolicyError) -> Int {
    guard let count = try form.optionalInt(key, in: 0...limit) else {
      throw form.wrong(key, "a whole number")
    }
    return count
  }
}
