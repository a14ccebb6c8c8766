public import WritJSON

/// A model held against the gate of one profile.
public struct Candidate: Sendable {
  /// The model.
  public let model: String
  /// What it lacks, in the words of reports; nothing when it passes.
  public let violations: [String]
  /// What the live suite says of it.
  public let live: ModelSummary?
  /// What the legacy suite says of it.
  public let legacy: ModelSummary?
  /// The ability over both suites, by their weights; nil when neither was run.
  public let combinedAbility: Double?
  /// By what it is ranked.
  public let compositeScore: Double

  /// Whether it lacks nothing.
  public var isPassed: Bool { violations.isEmpty }

  /// Judges a model by its summaries.
  public init(
    _ model: String, _ gate: PromotionPolicy.ProfileGate, live: ModelSummary?,
    legacy: ModelSummary?
  ) {
    self.model = model
    self.live = live
    self.legacy = legacy
    violations = Candidate.violations(gate, live, legacy)
    combinedAbility = Candidate.combined(
      [(live?.averageAbility, gate.liveWeight), (legacy?.averageAbility, gate.legacyWeight)])
    let efficiency = live?.abilityPerMemory ?? 0
    compositeScore =
      (combinedAbility ?? 0) * gate.abilityWeight + efficiency * gate.resourceWeight
      - (live?.averageWall ?? 0) * gate.latencyPenalty
  }

  private static func violations(
    _ gate: PromotionPolicy.ProfileGate, _ live: ModelSummary?, _ legacy: ModelSummary?
  ) -> [String] {
    var found: [String] = []
    if gate.requiresLive, live == nil { found.append("missing_live_suite") }
    if gate.requiresLegacy, legacy == nil { found.append("missing_legacy_suite") }
    if let least = gate.minLiveAbility {
      found += below("live_ability", live?.averageAbility, least, isNeeded: true)
    }
    if let least = gate.minLegacyAbility {
      found += below(
        "legacy_ability", legacy?.averageAbility, least, isNeeded: gate.requiresLegacy)
    }
    if let most = gate.maxLiveP95 { found += above("live_p95", live, most, isNeeded: true) }
    if let most = gate.maxLegacyP95 {
      found += above("legacy_p95", legacy, most, isNeeded: gate.requiresLegacy)
    }
    if let least = gate.minLiveAbilityPerMemory {
      found += below("live_ability_per_vram", live?.abilityPerMemory, least, isNeeded: true)
    }
    return found
  }

  private static func below(
    _ name: String, _ value: Double?, _ least: Double, isNeeded: Bool
  ) -> [String] {
    guard let value else { return isNeeded ? ["missing_\(name)"] : [] }
    return value < least ? ["\(name)_below_threshold"] : []
  }

  /// A p95 over no successful run is no p95.
  private static func above(
    _ name: String, _ summary: ModelSummary?, _ most: Double, isNeeded: Bool
  ) -> [String] {
    guard let summary, summary.successfulRuns > 0 else {
      return isNeeded || summary != nil ? ["missing_\(name)"] : []
    }
    return summary.p95Wall > most ? ["\(name)_above_threshold"] : []
  }

  /// The mean by weights; a suite that was not run gives its weight to the other.
  private static func combined(_ parts: [(value: Double?, weight: Double)]) -> Double? {
    let known = parts.compactMap { part in part.value.map { ($0, part.weight) } }
    let weight = known.reduce(0) { $0 + $1.1 }
    return weight > 0 ? known.reduce(0) { $0 + $1.0 * $1.1 } / weight : nil
  }

  /// The candidate as a report has it.
  public func json(_ matrix: ModelMatrix?) -> JSONValue {
    var object: JSONObject = [
      "model": .string(model), "passed": .bool(isPassed),
      "violations": .array(violations.map(JSONValue.string)),
    ]
    object["live_summary"] = live?.json ?? .null
    object["legacy_summary"] = legacy?.json ?? .null
    object["combined_ability_score"] = combinedAbility?.json ?? .null
    object["composite_score"] = compositeScore.json
    object["matrix_entry"] = matrix?.entry(model)?.json
    return .object(object)
  }
}
