public import WritJSON
public import WritPolicy

/// The profile policy of a running system, as it is read and changed over HTTP.
///
/// It has no network and keeps nothing: who serves it says what is in force and what was changed,
/// hands in requests, makes the changes and sends the answers.
public struct ProfileService: Sendable {
  /// An answer.
  public struct Answer: Error, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: JSONValue

    /// Makes an answer from its parts.
    public init(status: Int, body: JSONValue) {
      self.status = status
      self.body = body
    }

    /// What was asked for.
    public static func success(_ data: JSONValue) -> Answer {
      Answer(status: 200, body: ["success": true, "data": data])
    }

    /// Why it is not given.
    public static func failure(_ status: Int, _ message: String) -> Answer {
      Answer(status: status, body: ["success": false, "error": .string(message)])
    }
  }

  /// One change that was made, for the log.
  public struct Event: Sendable {
    let id: JSONValue
    let source: String
    let updates: JSONObject
    let policy: ProfilePolicy
    let time: Instant

    /// Makes an event from its parts.
    ///
    /// - Parameters:
    ///   - id: what names the change where it is kept.
    ///   - updates: `from` and `to` of each field that changed.
    ///   - policy: what has been in force since.
    public init(
      id: JSONValue, source: String, updates: JSONObject, policy: ProfilePolicy, time: Instant
    ) {
      self.id = id
      self.source = source
      self.updates = updates
      self.policy = policy
      self.time = time
    }

    /// The event as the log has it.
    public var json: JSONValue {
      [
        "id": id, "source": .string(source), "updates": .object(updates), "policy": policy.json(),
        "created_at": .string(time.description),
      ]
    }
  }

  /// A change that is asked for, and that nothing stands against but whoever keeps the policy.
  public struct Change: Sendable {
    /// Where it comes from.
    public let source: String
    /// `from` and `to` of each field that would change.
    public let updates: JSONObject
    /// What would be in force.
    public let policy: ProfilePolicy
    /// What the request tells of who acts, why and on whose approval.
    public let governance: JSONValue?
  }

  /// The policy; nil while the service is not ready.
  public let policy: ProfilePolicy?
  /// The changes so far, oldest first.
  public private(set) var events: [Event]
  private let models: JSONValue
  private let budget: JSONValue
  private let rules: ProfileAlerts

  /// More events than this are not told at a time.
  public static let most = 1_000

  /// Takes the policy document, or none where nothing is ready.
  public init(
    _ document: JSONValue?, events: [Event] = [], alerts: ProfileAlerts = ProfileAlerts()
  ) throws(TrialError) {
    policy = try document.map { (document) throws(TrialError) in
      try ProfilePolicy(document["active"] ?? .null, "The policy")
    }
    models = document?["models"] ?? [:]
    budget = document?["vram_budget_gb"] ?? .null
    self.events = events
    rules = alerts
  }

  /// The answer of a service that has no policy.
  public static let notReady = Answer.failure(503, "The service is not ready.")

  /// Answers `GET /profiles/model`.
  public func get() -> Answer {
    guard let policy else { return Self.notReady }
    return .success([
      "supported_profiles": .array(ModelProfile.allCases.map { .string($0.rawValue) }),
      "active": policy.json(), "models": models, "vram_budget_gb": budget,
    ])
  }

  /// Reads the body of `POST /profiles/model`, which changes some of the four fields.
  ///
  /// - Throws: the answer, where there is nothing to do or the body is wrong.
  public func change(_ body: JSONValue, at now: Instant) throws(Answer) -> Change {
    guard let old = policy else { throw Self.notReady }
    guard let object = body.objectValue else { throw .failure(400, "The body is no object.") }
    let change: Change
    do throws(TrialError) {
      change = try Self.changed(old, object)
    } catch {
      throw .failure(400, error.description)
    }
    guard !change.updates.isEmpty else {
      throw .success(answer("MODEL_PROFILE_POLICY_UNCHANGED", change, .null, now))
    }
    return change
  }

  private static func changed(
    _ old: ProfilePolicy, _ object: JSONObject
  ) throws(TrialError) -> Change {
    var new = old
    var updates: JSONObject = [:]
    var count = 0
    for (key, value) in object where !["source", "governance"].contains(key) {
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
    let source = object["source"] ?? "api"
    guard let source = source.stringValue, !source.isEmpty, source.utf8.count <= 200 else {
      throw TrialError(.form, "'source' is no text of 1 to 200 bytes.")
    }
    return Change(
      source: source, updates: updates, policy: new, governance: object["governance"])
  }

  /// Answers a change that was made.
  ///
  /// - Parameter hook: calls whoever is to hear of alerts with the evaluation, and says how that
  ///   went.
  public mutating func made(
    _ change: Change, id: JSONValue, at now: Instant, hook: (JSONValue) -> JSONValue = Self.noHook
  ) -> Answer {
    events.append(
      Event(
        id: id, source: change.source, updates: change.updates, policy: change.policy, time: now))
    return .success(answer("MODEL_PROFILE_POLICY_UPDATED", change, id, now, hook))
  }

  /// Nobody is to hear of alerts.
  public static func noHook(_ evaluation: JSONValue) -> JSONValue { ["attempted": false] }

  private func answer(
    _ name: String, _ change: Change, _ id: JSONValue, _ now: Instant,
    _ hook: (JSONValue) -> JSONValue = Self.noHook
  ) -> JSONValue {
    let alerts = alerts(at: now)
    return [
      "event": .string(name), "updates": .object(change.updates), "policy": change.policy.json(),
      "audit_event_id": id, "alert_evaluation": alerts, "alert_hook": hook(alerts),
    ]
  }

  /// Answers `GET /profiles/model/events?limit=25`: the last changes, newest first.
  public func log(limit: Int = 25) -> Answer {
    .success([
      "events": .array(events.suffix(max(0, min(limit, Self.most))).reversed().map(\.json))
    ])
  }

  /// Answers `GET /profiles/model/alerts`.
  public func alertAnswer(at now: Instant) -> Answer { .success(alerts(at: now)) }

  /// What the changes of the last while amount to.
  public func alerts(at now: Instant) -> JSONValue {
    rules.json(events.map { ($0.source, $0.time) }, at: now)
  }
}
