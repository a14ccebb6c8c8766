import WritJSON
import WritPolicy

@testable import WritTrials

/// Documents that the tests of the rows are made of.
enum Fixture {
  static func json(_ text: String) throws -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8)).value
  }

  static let now = Instant(seconds: 1_767_322_800)

  /// A profile policy.
  static func profiles(_ profile: String = "balanced") throws -> JSONValue {
    try json(
      """
      {"active": {"model_profile": "\(profile)", "runtime_model_profile": "low_latency",
        "ingestion_model_profile": "balanced", "legacy_ingestion_model_profile": "balanced"},
       "models": {"balanced": "mid:7b"}, "vram_budget_gb": 16}
      """)
  }

  /// A summary of one model.
  static func summary(
    _ ability: Double, wall: Double = 1, p95: Double = 2, memory: Double? = 8, runs: Int = 20
  ) -> ModelSummary {
    var summary = ModelSummary([], passThreshold: 0.75, memory: memory)
    summary.totalRuns = runs
    summary.successfulRuns = runs
    summary.averageAbility = ability
    summary.averageWall = wall
    summary.p95Wall = p95
    return summary
  }

  /// A report of these models.
  static func report(_ suite: Suite, _ models: [(String, ModelSummary)]) throws -> StoredReport {
    var found: JSONObject = [:]
    for (model, summary) in models { found[model] = ["runs": [], "summary": summary.json] }
    return try StoredReport(
      ["suite": .string(suite.rawValue), "models": .object(found)], "the report")
  }

  /// The promotion policy as it is shipped, for two models.
  static func promotion(
    _ candidates: [String] = ["a", "b"], governance: String = "{}"
  ) throws -> PromotionPolicy {
    let list = "[" + candidates.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    return try PromotionPolicy(
      try json(
        """
        {"profiles": {
          "low_latency": {"candidates": \(list), "require_legacy_suite": false,
            "min_live_ability": 0.65, "max_live_p95_seconds": 16,
            "min_live_ability_per_vram_gb": 0.08, "live_weight": 0.8, "legacy_weight": 0.2,
            "objective": {"ability_weight": 1.0, "resource_weight": 0.35, "latency_penalty": 0.03}},
          "balanced": {"candidates": \(list), "min_live_ability": 0.72, "min_legacy_ability": 0.68,
            "max_live_p95_seconds": 24, "max_legacy_p95_seconds": 36,
            "min_live_ability_per_vram_gb": 0.06, "live_weight": 0.55, "legacy_weight": 0.45,
            "objective": {"ability_weight": 1.1, "resource_weight": 0.25, "latency_penalty": 0.02}},
          "high_reasoning": {"candidates": \(list), "min_live_ability": 0.75,
            "min_legacy_ability": 0.72, "max_live_p95_seconds": 40, "max_legacy_p95_seconds": 55,
            "min_live_ability_per_vram_gb": 0.03, "live_weight": 0.5, "legacy_weight": 0.5,
            "objective": {"ability_weight": 1.25, "resource_weight": 0.1, "latency_penalty": 0.01}}
        }, "governance": \(governance)}
        """))
  }

  /// A gate's answer about two models, of which the first is better.
  static func gate(
    live: [(String, ModelSummary)]? = nil, legacy: [(String, ModelSummary)]? = nil,
    governance: String = "{}"
  ) throws -> ProfileGateResult {
    let models = [("a", summary(0.95)), ("b", summary(0.85))]
    return ProfileGateResult(
      try promotion(governance: governance), live: try report(.live, live ?? models),
      legacy: try report(.legacy, legacy ?? models))
  }

  static let models: [(profile: ModelProfile, model: String)] =
    ModelProfile.allCases.map { ($0, "a") }

  static func application(
    passes: Bool = true, models: [(profile: ModelProfile, model: String)] = models,
    target: ProfilePolicy = .standard, allowsFailedGate: Bool = false, current: JSONValue? = nil
  ) throws -> PolicyApplication {
    try PolicyApplication(
      passes: passes, models: models, target: target, current: current ?? profiles(),
      allowsFailedGate: allowsFailedGate)
  }
}
