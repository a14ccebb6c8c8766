public import WritJSON
public import WritPolicy

/// The way back to the policy that a checkpoint kept.
public struct PolicyRollback: Sendable {
  /// The policy to restore.
  public let policy: ProfilePolicy
  /// The models to restore, where the checkpoint kept them.
  public let models: [(profile: ModelProfile, model: String)]
  /// The apply to undo, where the checkpoint names one.
  public let apply: String?

  /// Reads a checkpoint file.
  ///
  /// - Throws: when it has no previous policy, or one of the four fields is not a profile.
  public init(checkpoint: JSONValue) throws(TrialError) {
    guard let previous = checkpoint["previous_policy"], previous.objectValue != nil else {
      throw TrialError(
        .noPolicy, "The checkpoint has no 'previous_policy', so there is no way back.",
        hint: "name a file that 'writ bench dev-cycle --apply-policy' wrote")
    }
    guard let active = previous["active"] else {
      throw TrialError(.noPolicy, "The checkpoint's 'previous_policy' has no 'active'.")
    }
    policy = try ProfilePolicy(active, "The checkpoint's previous policy")
    var models: [(profile: ModelProfile, model: String)] = []
    for (name, tag) in previous["models"]?.objectValue ?? [:] {
      guard let model = tag.stringValue else {
        throw TrialError(.form, "The checkpoint's model of '\(name.shortened)' is no text.")
      }
      models.append((try ModelProfile(name, field: "models"), model))
    }
    self.models = models
    apply = checkpoint["apply_result"]?["response"]?["apply"]?.stringValue
  }

  /// The values to set.
  public var edits: [(pointer: JSONPointer, value: JSONValue)] {
    PolicyField.allCases.map { field in
      (
        pointer: JSONPointer(tokens: ["active", field.rawValue]),
        value: JSONValue.string(policy[field].rawValue)
      )
    }
      + models.map { profile, model in
        (JSONPointer(tokens: ["models", profile.rawValue]), .string(model))
      }
  }

  /// What came of it.
  ///
  /// - Parameter response: what ledger and running system answered; nil for a dry run.
  public func result(source: String, response: JSONValue?) -> JSONValue {
    let payload = policy.json(source: source)
    guard let response else {
      return [
        "event": "MODEL_PROFILE_POLICY_ROLLBACK_DRY_RUN", "applied": false, "payload": payload,
      ]
    }
    return [
      "event": "MODEL_PROFILE_POLICY_ROLLBACK_APPLIED", "applied": true, "payload": payload,
      "response": response,
    ]
  }

  /// The report.
  public static func report(
    runID: String, createdAt: Instant, checkpoint: String, serverURL: String, result: JSONValue
  ) -> JSONValue {
    [
      "run_id": .string(runID), "event": "MODEL_PROFILE_POLICY_ROLLBACK_COMPLETED",
      "created_at_utc": .string(createdAt.description), "checkpoint_path": .string(checkpoint),
      "muninn_url": .string(serverURL), "result": result,
    ]
  }
}
