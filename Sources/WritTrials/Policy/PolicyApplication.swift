public import WritJSON
public import WritPolicy

/// The change of the profile policy that a gate's recommendations lead to.
public struct PolicyApplication: Sendable {
  /// Which profile is to be active where.
  public let target: ProfilePolicy
  /// The recommended models by profile.
  public let models: [(profile: ModelProfile, model: String)]
  /// The policy in force, as it was read.
  public let previous: JSONValue
  /// Whether the gate passed.
  public let isGatePassed: Bool
  /// What was let pass by name, for the record.
  public let overrides: String?

  /// Works the change out.
  ///
  /// - Parameters:
  ///   - passes: whether the gate passed.
  ///   - models: the recommended models by profile.
  ///   - current: the policy in force, with `active`.
  ///   - allowsFailedGate: whether a gate that did not pass may be overruled.
  /// - Throws: when the gate did not pass, a profile that is to be active has no recommendation, or
  ///   the policy in force cannot be read.
  public init(
    passes: Bool, models: [(profile: ModelProfile, model: String)], target: ProfilePolicy,
    current: JSONValue?, allowsFailedGate: Bool
  ) throws(TrialError) {
    guard passes || allowsFailedGate else {
      throw TrialError(
        .gateFailed, "The gate did not pass, so the profile policy is not applied.",
        hint: "to apply it all the same, say --allow-apply-when-gate-fails; it is recorded")
    }
    let missing = target.active.filter { profile in !models.contains { $0.profile == profile } }
    guard missing.isEmpty else {
      throw TrialError(
        .noRecommendation,
        "No model was recommended for: \(missing.map(\.rawValue).joined(separator: ", ")).",
        hint: "measure more candidates, or let other profiles be active")
    }
    guard let current, let active = current["active"], active.objectValue != nil else {
      throw TrialError(
        .noPolicy, "The policy in force has no 'active', so what is to be kept is not known.",
        hint: "bring the policy, or the server that has it, into order first")
    }
    _ = try ProfilePolicy(active, "The policy in force")
    self.target = target
    self.models = models
    previous = current
    isGatePassed = passes
    overrides = passes ? nil : "the profile gate did not pass"
  }

  /// The values to set in a profile policy: what is active where, and which model serves what.
  public var edits: [(pointer: JSONPointer, value: JSONValue)] {
    let fields = PolicyField.allCases.map { field in
      (
        pointer: JSONPointer(tokens: ["active", field.rawValue]),
        value: JSONValue.string(target[field].rawValue)
      )
    }
    return fields
      + models.map { profile, model in
        (JSONPointer(tokens: ["models", profile.rawValue]), .string(model))
      }
  }
}

/// What is kept before a profile policy is changed, and completed with what came of it.
public struct PolicyCheckpoint: Sendable {
  /// The run.
  public var runID: String
  /// When it was made.
  public var createdAt: Instant
  /// The change.
  public var application: PolicyApplication
  /// The gate's report.
  public var gateReport: String
  /// Where the running system is, or an empty text when none was named.
  public var serverURL: String
  /// What asked for the change.
  public var source: String
  /// The alerts of the gate.
  public var governance: JSONValue
  /// What came of it; nil until it is known.
  public var result: JSONValue?

  /// Makes a checkpoint from its parts.
  public init(
    runID: String, createdAt: Instant, application: PolicyApplication, gateReport: String,
    serverURL: String, source: String, governance: JSONValue
  ) {
    self.runID = runID
    self.createdAt = createdAt
    self.application = application
    self.gateReport = gateReport
    self.serverURL = serverURL
    self.source = source
    self.governance = governance
  }

  /// What is sent to the running system.
  public var payload: JSONValue { application.target.json(source: source) }

  /// The document.
  public var json: JSONValue {
    [
      "run_id": .string(runID), "event": "MODEL_PROFILE_POLICY_CHECKPOINT",
      "created_at_utc": .string(createdAt.description),
      "gate_report_passed": .bool(application.isGatePassed),
      "gate_report_path": .string(gateReport), "muninn_url": .string(serverURL),
      "source": .string(source), "target_policy": application.target.json(),
      "recommendation_models": .object(
        JSONObject(application.models.map { (key: $0.profile.rawValue, value: .string($0.model)) })),
      "governance": governance, "previous_policy": application.previous,
      "apply_result": result ?? .null,
    ]
  }

  /// The result of a change that was made, or would have been.
  ///
  /// - Parameters:
  ///   - applied: what the ledger and the running system answered; nil for a dry run.
  public func result(applied: JSONValue?) -> JSONValue {
    guard let applied else {
      return [
        "event": "MODEL_PROFILE_POLICY_APPLY_DRY_RUN", "applied": false, "payload": payload,
      ]
    }
    return [
      "event": "MODEL_PROFILE_POLICY_APPLIED", "applied": true, "payload": payload,
      "response": applied,
    ]
  }
}
