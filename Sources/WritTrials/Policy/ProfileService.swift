public import WritJSON
public import WritPolicy

/// The profile policy of a running system, as it is read and changed over HTTP.
///
/// It has no network: who serves it hands in requests and sends the answers.
public struct ProfileService: Sendable {
  /// An answer.
  public struct Answer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: JSONValue

    static func success(_ data: JSONValue) -> Answer {
      Answer(status: 200, body: ["success": true, "data": data])
    }

    static func failure(_ status: Int, _ message: String) -> Answer {
      Answer(status: status, body: ["success": false, "error": .string(message)])
    }
  }

  /// One change, for the log.
  struct Event: Sendable {
    let id: Int
    let source: String
    let updates: JSONValue
    let policy: JSONValue
    let time: Instant
  }

  /// The policy; nil while the service is not ready.
  public private(set) var policy: ProfilePolicy?
  private var models: JSONValue
  private var budget: JSONValue
  private(set) var events: [Event] = []
  private var nextID = 1
  private let rules: ProfileAlerts

  /// More events than this are forgotten.
  private static let kept = 10_000

  /// Starts with a policy document, or with none.
  public init(_ document: JSONValue?, alerts: ProfileAlerts = ProfileAlerts()) throws(TrialError) {
    policy = try document.map { (document) throws(TrialError) in
      try ProfilePolicy(document["active"] ?? .null, "The policy")
    }
    models = document?["models"] ?? [:]
    budget = document?["vram_budget_gb"] ?? .null
    rules = alerts
  }

  private static let notReady = Answer.failure(503, "The service is not ready.")

  /// Answers `GET /profiles/model`.
  public func get() -> Answer {
    guard let policy else { return Self.notReady }
    return .success([
      "supported_profiles": .array(ModelProfile.allCases.map { .string($0.rawValue) }),
      "active": policy.json(), "models": models, "vram_budget_gb": budget,
    ])
  }

  /// Answers `POST /profiles/model`: changes some of the four fields.
  public mutating func post(_ body: JSONValue, at now: Instant) -> Answer {
    guard let old = policy else { return Self.notReady }
    guard let object = body.objectValue else { return .failure(400, "The body is no object.") }
    var new = old
    var updates: JSONObject = [:]
    do throws(TrialError) {
      new = try Self.changed(old, object, &updates)
    } catch {
      return .failure(400, error.message)
    }
    let source = object["source"]?.stringValue ?? "api"
    policy = new
    guard !updates.isEmpty else {
      return .success(answer("MODEL_PROFILE_POLICY_UNCHANGED", updates, new, nil, now))
    }
    let event = Event(
      id: nextID, source: source, updates: .object(updates), policy: new.json(), time: now)
    nextID += 1
    events.append(event)
    if events.count > Self.kept { events.removeFirst() }
    return .success(answer("MODEL_PROFILE_POLICY_UPDATED", updates, new, event.id, now))
  }

  private static func changed(
    _ old: ProfilePolicy, _ object: JSONObject, _ updates: inout JSONObject
  ) throws(TrialError) -> ProfilePolicy {
    var new = old
    var count = 0
    for (key, value) in object where key != "source" {
      guard let field = PolicyField(rawValue: key) else {
        throw TrialError(.form, "'\(key.shortened)' is no field of the policy.")
      }
      guard let name = value.stringValue else {
        throw TrialError(.form, "'\(key)' is \(value.kind), not a profile.")
      }
      count += 1
      new[field] = try ModelProfile(name, field: key)
      guard new[field] != old[field] else { continue }
      updates[key] = ["from": .string(old[field].rawValue), "to": .string(new[field].rawValue)]
    }
    guard count > 0 else { throw TrialError(.form, "The body changes no field of the policy.") }
    return new
  }

  private func answer(
    _ name: String, _ updates: JSONObject, _ policy: ProfilePolicy, _ event: Int?, _ now: Instant
  ) -> JSONValue {
    let alerts = alerts(at: now)
    return [
      "event": .string(name), "updates": .object(updates), "policy": policy.json(),
      "audit_event_id": event.map { .number(JSONNumber($0)) } ?? .null,
      "alert_evaluation": alerts,
      "alert_hook": ["attempted": false],
    ]
  }

  /// Answers `GET /profiles/model/events?limit=25`: the last changes, newest first.
  public func log(limit: Int = 25) -> Answer {
    .success([
      "events": .array(
        events.suffix(max(0, min(limit, 1_000))).reversed().map { event in
          [
            "id": .number(JSONNumber(event.id)), "source": .string(event.source),
            "updates": event.updates, "policy": event.policy,
            "created_at": .string(event.time.description),
          ]
        })
    ])
  }

  /// Answers `GET /profiles/model/alerts`.
  public func alertAnswer(at now: Instant) -> Answer { .success(alerts(at: now)) }

  private func alerts(at now: Instant) -> JSONValue {
    rules.json(events.map { ($0.source, $0.time) }, at: now)
  }
}

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
