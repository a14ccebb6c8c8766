internal import WritJSON
internal import WritPolicy

/// When changes of the profile policy come too often.
public struct ProfileAlerts: Sendable {
  /// How far back is looked, in seconds, at least 60.
  public var window = 900
  /// From how many changes on the policy is restless.
  public var churn = 6
  /// From how many changes on one source is.
  public var sourceChurn = 4
  /// From how many sources on they may be at odds.
  public var sources = 3

  /// The thresholds as they are shipped.
  public init() {}

  /// The thresholds, with those of the environment in their place.
  ///
  /// - Throws: when a value is no whole number from its least on.
  public init(environment: (String) -> String?) throws(TrialError) {
    func read(_ name: String, _ least: Int) throws(TrialError) -> Int? {
      let variable = "MUNINN_PROFILE_POLICY_ALERT_\(name)"
      guard let text = environment(variable) else { return nil }
      guard let value = Int(text), (least...1_000_000).contains(value) else {
        throw TrialError(.form, "\(variable) is '\(text.shortened)', not a number from \(least).")
      }
      return value
    }
    window = try read("WINDOW_SECONDS", 60) ?? window
    churn = try read("CHURN_THRESHOLD", 1) ?? churn
    sourceChurn = try read("SOURCE_CHURN_THRESHOLD", 1) ?? sourceChurn
    sources = try read("DISTINCT_SOURCES_THRESHOLD", 1) ?? sources
  }

  /// What the changes in the window amount to.
  func json(_ changes: [(source: String, time: Instant)], at now: Instant) -> JSONValue {
    let start = now.adding(seconds: -Int64(max(60, window)))
    let recent = changes.filter { $0.time >= start && $0.time <= now }
    var counts: [String: Int] = [:]
    for change in recent { counts[change.source, default: 0] += 1 }
    var alerts: [JSONValue] = []
    func alert(_ code: String, _ severity: String, _ count: Int, _ threshold: Int) {
      alerts.append([
        "code": .string("PROFILE_POLICY_\(code)"), "severity": .string(severity),
        "count": .number(JSONNumber(count)), "threshold": .number(JSONNumber(threshold)),
      ])
    }
    if recent.count >= churn { alert("CHURN", "warning", recent.count, churn) }
    if let most = counts.values.max(), most >= sourceChurn {
      alert("SOURCE_CHURN", "warning", most, sourceChurn)
    }
    if counts.count >= sources { alert("MULTI_SOURCE_CHURN", "info", counts.count, sources) }
    return [
      "window_seconds": .number(JSONNumber(max(60, window))),
      "events_in_window": .number(JSONNumber(recent.count)), "alerts": .array(alerts),
    ]
  }
}
