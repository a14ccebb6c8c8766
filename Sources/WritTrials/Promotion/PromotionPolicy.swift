public import WritJSON
internal import WritPolicy

/// What a model must show to serve a profile, and which alerts hold a promotion up.
public struct PromotionPolicy: Sendable {
  /// The gate of one profile.
  public struct ProfileGate: Sendable {
    /// The models that may serve the profile.
    public let candidates: [String]
    /// Whether the live suite must have been run.
    public let requiresLive: Bool
    /// Whether the legacy suite must have been run.
    public let requiresLegacy: Bool
    /// The least mean score in the live suite.
    public let minLiveAbility: Double?
    /// The least mean score in the legacy suite.
    public let minLegacyAbility: Double?
    /// The greatest p95 of the wall time in the live suite, in seconds.
    public let maxLiveP95: Double?
    /// The greatest p95 of the wall time in the legacy suite, in seconds.
    public let maxLegacyP95: Double?
    /// The least ability for a GB of memory in the live suite.
    public let minLiveAbilityPerMemory: Double?
    /// How much the live suite weighs in the combined ability.
    public let liveWeight: Double
    /// How much the legacy suite weighs.
    public let legacyWeight: Double
    /// How much the combined ability adds to the score.
    public let abilityWeight: Double
    /// How much the ability for a GB adds.
    public let resourceWeight: Double
    /// How much a second of mean wall time takes away.
    public let latencyPenalty: Double
    /// The gate as it is written, for reports.
    public let json: JSONValue
  }

  /// Which alerts are raised, and which of them block.
  public struct Governance: Sendable {
    /// The least score of a recommendation.
    public let minCompositeScore: Double
    /// The least distance to the second.
    public let minScoreMargin: Double
    /// The severities that block.
    public let blocking: [GovernanceAlert.Severity]
  }

  /// The gates of all profiles.
  public let gates: [(profile: ModelProfile, gate: ProfileGate)]
  /// The alerts.
  public let governance: Governance

  /// Reads a promotion policy; every profile must have a gate.
  public init(_ document: JSONValue) throws(TrialError) {
    do throws(PolicyError) {
      let form = try Form(
        document, "the promotion policy",
        known: ["$schema", "version", "description", "profiles", "governance"])
      guard let profiles = form.value("profiles")?.objectValue else {
        throw form.wrong("profiles", "an object with a gate for each profile")
      }
      for name in profiles.keys where ModelProfile(rawValue: name) == nil {
        throw form.wrong("profiles", "without '\(name.shortened)', which is no profile")
      }
      var gates: [(profile: ModelProfile, gate: ProfileGate)] = []
      for profile in ModelProfile.allCases {
        guard let value = profiles[profile.rawValue] else {
          throw form.wrong("profiles", "an object that has '\(profile.rawValue)'")
        }
        let place = form.place("profiles").appending(profile.rawValue)
        gates.append((profile, try ProfileGate(value, at: place)))
      }
      self.gates = gates
      governance = try Governance(form.value("governance") ?? [:], at: form.place("governance"))
    } catch {
      throw TrialError(.form, error.message, hint: error.hint)
    }
  }
}

extension PromotionPolicy.ProfileGate {
  private static let known = [
    "candidates", "require_live_suite", "require_legacy_suite", "min_live_ability",
    "min_legacy_ability", "max_live_p95_seconds", "max_legacy_p95_seconds",
    "min_live_ability_per_vram_gb", "live_weight", "legacy_weight", "objective",
  ]

  fileprivate init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, "the promotion policy", at: place, known: Self.known)
    func number(_ form: Form, _ key: String) throws(PolicyError) -> Double? {
      guard let number = try form.optionalNumber(key) else { return nil }
      guard let value = number.asDouble, value >= 0 else {
        throw form.wrong(key, "a number from 0")
      }
      return value
    }
    candidates = try form.strings("candidates")
    guard !candidates.isEmpty, !candidates.contains("") else {
      throw form.wrong("candidates", "a list of at least one model")
    }
    requiresLive = try form.optionalBool("require_live_suite") ?? true
    requiresLegacy = try form.optionalBool("require_legacy_suite") ?? true
    minLiveAbility = try number(form, "min_live_ability")
    minLegacyAbility = try number(form, "min_legacy_ability")
    maxLiveP95 = try number(form, "max_live_p95_seconds")
    maxLegacyP95 = try number(form, "max_legacy_p95_seconds")
    minLiveAbilityPerMemory = try number(form, "min_live_ability_per_vram_gb")
    // A weight of 0 is a weight, and not the lack of one.
    liveWeight = try number(form, "live_weight") ?? 0.6
    legacyWeight = try number(form, "legacy_weight") ?? 0.4
    guard liveWeight + legacyWeight > 0 else {
      throw form.wrong("live_weight", "greater than 0 where the other one is 0")
    }
    let objective = try Form(
      form.value("objective") ?? [:], "the promotion policy", at: form.place("objective"),
      known: ["ability_weight", "resource_weight", "latency_penalty"])
    abilityWeight = try number(objective, "ability_weight") ?? 1
    resourceWeight = try number(objective, "resource_weight") ?? 0.25
    latencyPenalty = try number(objective, "latency_penalty") ?? 0.02
    json = value
  }
}

extension PromotionPolicy.Governance {
  fileprivate init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the promotion policy", at: place,
      known: ["min_composite_score", "min_score_margin", "blocking_severities"])
    minCompositeScore = try form.optionalNumber("min_composite_score")?.asDouble ?? 0.7
    minScoreMargin = try form.optionalNumber("min_score_margin")?.asDouble ?? 0.02
    guard form.value("blocking_severities") != nil else {
      blocking = [.critical]
      return
    }
    var blocking: [GovernanceAlert.Severity] = []
    for name in try form.strings("blocking_severities") {
      guard let severity = GovernanceAlert.Severity(rawValue: name) else {
        throw form.wrong("blocking_severities", "a list of 'critical' and 'warning'")
      }
      blocking.append(severity)
    }
    self.blocking = blocking
  }
}
