public import WritJSON
public import WritPolicy

/// What the gates of all profiles say of some models.
public struct ProfileGateResult: Sendable {
  /// One profile.
  public struct Profile: Sendable {
    /// The profile.
    public let profile: ModelProfile
    /// Its gate.
    public let gate: PromotionPolicy.ProfileGate
    /// All candidates, in the order of the gate.
    public let candidates: [Candidate]

    /// The candidates that pass, the best first; of equals the one that the gate names first.
    public var ranking: [Candidate] {
      candidates.enumerated().filter(\.element.isPassed).sorted { left, right in
        let (a, b) = (left.element, right.element)
        if a.compositeScore != b.compositeScore { return a.compositeScore > b.compositeScore }
        let (x, y) = (a.combinedAbility ?? 0, b.combinedAbility ?? 0)
        return x != y ? x > y : left.offset < right.offset
      }.map(\.element)
    }

    /// The best candidate, or nil when none passes.
    public var recommendation: Candidate? { ranking.first }

    /// How much better the best is than the second; nil when there are not two.
    public var margin: Double? {
      let best = ranking.prefix(2)
      return best.count == 2 ? best[0].compositeScore - best[1].compositeScore : nil
    }
  }

  /// The profiles.
  public let profiles: [Profile]
  /// What should be known.
  public let alerts: [GovernanceAlert]
  private let blocking: [GovernanceAlert.Severity]

  /// Holds models against the gates.
  public init(_ policy: PromotionPolicy, live: StoredReport?, legacy: StoredReport?) {
    profiles = policy.gates.map { profile, gate in
      Profile(
        profile: profile, gate: gate,
        candidates: gate.candidates.map { model in
          Candidate(
            model, gate, live: live?.summary(of: model), legacy: legacy?.summary(of: model))
        })
    }
    blocking = policy.governance.blocking
    alerts = profiles.flatMap { ProfileGateResult.alerts($0, policy.governance) }
  }

  private static func alerts(
    _ profile: Profile, _ governance: PromotionPolicy.Governance
  ) -> [GovernanceAlert] {
    func alert(_ code: GovernanceAlert.Code, _ message: String) -> GovernanceAlert {
      GovernanceAlert(code: code, profile: profile.profile, message: message)
    }
    let name = profile.profile.rawValue
    guard let best = profile.recommendation else {
      return [alert(.noPassingCandidate, "No candidate of '\(name)' passes.")]
    }
    var result: [GovernanceAlert] = []
    if best.compositeScore < governance.minCompositeScore {
      result.append(
        alert(
          .lowCompositeScore,
          "'\(best.model.shortened)' scores \(best.compositeScore.rounded(to: 6)) for '\(name)', "
            + "below \(governance.minCompositeScore)."))
    }
    if let margin = profile.margin, margin < governance.minScoreMargin {
      result.append(
        alert(
          .narrowMargin,
          "'\(best.model.shortened)' is better for '\(name)' than the second by "
            + "\(margin.rounded(to: 6)) only."))
    }
    return result
  }

  /// Whether every profile has a recommendation.
  public var isPassed: Bool { profiles.allSatisfy { $0.recommendation != nil } }

  /// Whether an alert is of a severity that blocks.
  public var isBlocked: Bool { alerts.contains { blocking.contains($0.code.severity) } }

  /// The recommended models by profile.
  public var recommendedModels: [(profile: ModelProfile, model: String)] {
    profiles.compactMap { item in item.recommendation.map { (item.profile, $0.model) } }
  }

  /// What reports call the alerts together.
  public var governanceJSON: JSONValue {
    [
      "blocked": .bool(isBlocked), "alert_count": .number(JSONNumber(alerts.count)),
      "blocking_severities": .array(blocking.map { .string($0.rawValue) }),
      "alerts": .array(alerts.map(\.json)),
    ]
  }

  /// The report.
  ///
  /// - Parameters:
  ///   - sources: the files that it was made from.
  ///   - enforcing: whether a blocking alert fails the gate.
  public func json(
    runID: String, startedAt: Instant, matrix: ModelMatrix?, sources: JSONObject, enforcing: Bool
  ) -> JSONValue {
    var object: JSONObject = [
      "run_id": .string(runID), "event": "PROFILE_PROMOTION_GATE_EVALUATED",
      "started_at_utc": .string(startedAt.description),
    ]
    for (key, value) in sources { object[key] = value }
    object["passed"] = .bool(passes(enforcing: enforcing))
    object["governance_enforced"] = .bool(enforcing)
    object["governance"] = governanceJSON
    object["profiles"] = .object(
      JSONObject(profiles.map { (key: $0.profile.rawValue, value: $0.json(matrix)) }))
    return .object(object)
  }

  /// Whether a promotion may go on.
  public func passes(enforcing: Bool) -> Bool { isPassed && !(enforcing && isBlocked) }
}

extension ProfileGateResult.Profile {
  fileprivate func json(_ matrix: ModelMatrix?) -> JSONValue {
    var object: JSONObject = ["gate": gate.json, "passed": .bool(recommendation != nil)]
    object["recommendation"] = recommendation?.json(matrix) ?? .null
    object["score_margin"] = margin?.json ?? .null
    object["candidates"] = .array(candidates.map { $0.json(matrix) })
    return .object(object)
  }
}
