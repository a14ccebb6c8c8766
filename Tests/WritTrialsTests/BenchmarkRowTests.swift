import Testing
import WritJSON
import WritPolicy

@testable import WritTrials

/// Rows about measuring, judging and recommending.
@Suite struct BenchmarkRowTests {
  private func score(_ answer: String, _ set: (inout AnswerChecks) -> Void) -> Double {
    var checks = AnswerChecks()
    set(&checks)
    return AnswerScore(
      answer, for: TrialCase(id: "a", category: "", prompt: "p", checks: checks)
    ).value
  }

  @Test("M13: the score is the mean of the checks that a prompt asks for, non_empty included")
  func scores() {
    #expect(score("x") { _ in } == 1)
    #expect(score(" \n") { _ in } == 0)
    #expect(score("say {\"a\": 1} now") { $0.requiredKeys = ["a", "b"] } == 0.75)
    #expect(score("Order matters") { $0.requiredTexts = ["order", "lock"] } == 0.75)
    #expect(score("the password") { $0.forbiddenTexts = ["PASSWORD"] } == 0.5)
    #expect(score("func f() {}") { $0.isCode = true } == 1)
    #expect(score("no code") { $0.isCode = true } == 0.5)
    #expect(score("2\r\n3\n\n5") { $0.lineCount = 3 } == 1)
    #expect(score("one two") { $0.minWords = 3 } == 0.5)
  }

  @Test("M13: a prompts file tells the line of what is wrong, and is not read by halves")
  func prompts() throws {
    func read(_ text: String) throws -> [TrialCase] { try LivePrompts.read(Array(text.utf8)) }
    #expect(try read("{\"id\":\"a\",\"prompt\":\"p\"}\r\n\n").count == 1)
    for (text, line) in [
      ("{\"id\":\"a\",\"prompt\":\"p\"}\n{", 2), ("{\"id\":\"a\"}", 1),
      ("\n\n{\"id\":\"a\",\"prompt\":\"p\",\"min_words\":-1}", 3),
      ("{\"id\":\"\",\"prompt\":\"p\"}", 1), ("{\"id\":\"a\",\"prompt\":NaN}", 1),
      ("{\"id\":\"a\",\"prompt\":\"p\"}\n{\"id\":\"a\",\"prompt\":\"q\"}", 2),
    ] {
      let error = #expect(throws: TrialError.self, "\(text)") { try read(text) }
      #expect(error?.line == line, "\(text)")
    }
    let empty = #expect(throws: TrialError.self) { try read(" \n") }
    #expect(empty?.code == .empty)
  }

  private func record(_ score: Double?, wall: Double = 1, tokens: Double = 0) -> RunRecord {
    let item = TrialCase(id: "a", category: "c", prompt: "p", checks: AnswerChecks())
    var measured = RunRecord.Measured(wall: wall)
    measured.score = score ?? 0
    measured.tokensPerSecond = tokens
    return RunRecord(
      model: "m", item: item, repeatIndex: 0, attempts: 1,
      outcome: score == nil ? .failed("500") : .measured(measured))
  }

  @Test("M14: the record of a run has every field, and is read again as it was written")
  func records() throws {
    let good = record(1, wall: 2.5, tokens: 40)
    let json = good.json(of: .live)
    for key in [
      "wall_seconds", "total_seconds_api", "prompt_eval_count", "eval_count",
      "eval_tokens_per_second", "done_reason", "response_chars", "response_preview",
      "ability_score", "ability_checks", "error", "prompt_id", "category", "repeat_index",
    ] { #expect(json[key] != nil, "\(key)") }
    #expect(RunRecord(json, model: "m", suite: .live) == good)
    #expect(RunRecord.previewLength == 320)
    let failed = record(nil)
    #expect(RunRecord(failed.json(of: .legacy), model: "m", suite: .legacy) == failed)
    var bad = try #require(json.objectValue)
    bad["wall_seconds"] = -1
    #expect(RunRecord(.object(bad), model: "m", suite: .live) == nil)
  }

  @Test("M15: sums, the 95th percentile by linear interpolation, and failed runs at zero")
  func summaries() throws {
    let walls = [1.0, 2, 3, 4]
    let runs = walls.map { record(1, wall: $0, tokens: 10) } + [record(nil), record(0.5, wall: 5)]
    let summary = ModelSummary(runs, passThreshold: 0.75, memory: 4)
    #expect(summary.totalRuns == 6 && summary.successfulRuns == 5 && summary.failedRuns == 1)
    #expect(summary.averageWall == 3)
    #expect((summary.p95Wall - 4.8).magnitude < 1e-12)
    #expect(summary.averageTokensPerSecond == 10)
    #expect(summary.averageAbility == 4.5 / 6)
    #expect(summary.passRate == 4.0 / 6)
    #expect(summary.abilityPerSecond == 0.25)
    #expect(summary.abilityPerMemory == 0.1875)
    let json = summary.json
    for key in ["total_runs", "successful_runs", "failed_runs", "ability_pass_threshold"] {
      #expect(json[key] != nil, "\(key)")
    }
    #expect(json["resource_efficiency"]?["vram_min_gb"]?.doubleValue == 4)
    #expect(json["ability_pass_rate_interval"]?["low"] != nil)
    #expect(try ModelSummary(json, "x").averageAbility == 0.75)
    // An older report leaves failed runs out of the mean, and is brought to count them.
    var old = try #require(json.objectValue)
    old["failed_runs_score_zero"] = nil
    old["avg_ability_score"] = 0.9
    #expect(try ModelSummary(.object(old), "x").averageAbility == 0.75)
    for (key, value): (String, JSONValue) in [
      ("avg_wall_seconds", -1), ("total_runs", "6"), ("successful_runs", 7),
      ("avg_ability_score", 1.5), ("total_runs", 0),
    ] {
      var bad = try #require(json.objectValue)
      bad[key] = value
      #expect(throws: TrialError.self, "\(key)") { try ModelSummary(.object(bad), "x") }
    }
  }

  @Test("M16: a file makes the same case every time, when it is long enough and has its own words")
  func legacyCases() throws {
    let text = String(repeating: "gateway pipeline drains the gateway of orders. ", count: 4)
    let file = LegacyCases.File(path: "a.md", bytes: Array(text.utf8))
    let item = try #require(LegacyCases.make(of: file, root: "r", characters: 1_800))
    #expect(item == LegacyCases.make(of: file, root: "r", characters: 1_800))
    #expect(item.id == "r:a.md")
    #expect((3...6).contains(item.checks.keywords.count))
    #expect(item.checks.keywords.first == "gateway")
    #expect(item.checks.requiredKeys == ["summary", "entities", "risks", "action_items"])
    #expect(item.checks.minWords == 20)
    func made(_ text: String) -> TrialCase? {
      LegacyCases.make(of: .init(path: "a", bytes: Array(text.utf8)), root: "r", characters: 1_800)
    }
    #expect(made(String(repeating: "ab ", count: 39)) == nil)
    #expect(made(String(repeating: "word ", count: 60)) == nil)
    let object = "{\"summary\":\"gateway pipeline drains orders\",\"entities\":[],\"risks\":[]}"
    let scored = AnswerScore(object, for: item)
    #expect(scored.checks.map(\.name).contains("keyword_coverage"))
    #expect(scored.value > 0 && scored.value < 1)
    #expect(AnswerScore("gateway pipeline, no JSON", for: item).value == 0)
  }

  @Test("M17: the gate reads every key, and an empty or missing profile is refused")
  func promotionPolicy() throws {
    let policy = try Fixture.promotion()
    #expect(policy.gates.map(\.profile) == ModelProfile.allCases)
    #expect(policy.gates[1].gate.maxLegacyP95 == 36)
    #expect(policy.governance.minCompositeScore == 0.7)
    #expect(policy.governance.minScoreMargin == 0.02)
    #expect(policy.governance.blocking == [.critical])
    #expect(throws: TrialError.self) { try Fixture.promotion([]) }
    #expect(throws: TrialError.self) {
      try PromotionPolicy(
        try Fixture.json("{\"profiles\":{\"balanced\":{\"candidates\":[\"a\"]}}}"))
    }
  }

  @Test("M18: violations by their names, the composite score, and the ranking")
  func violations() throws {
    let gate = try #require(try Fixture.promotion().gates.first { $0.profile == .balanced }).gate
    func violations(_ live: ModelSummary?, _ legacy: ModelSummary?) -> [String] {
      Candidate("a", gate, live: live, legacy: legacy).violations
    }
    #expect(violations(Fixture.summary(0.9), Fixture.summary(0.9)).isEmpty)
    #expect(
      violations(Fixture.summary(0.1, p95: 25), Fixture.summary(0.1, p95: 37)) == [
        "live_ability_below_threshold", "legacy_ability_below_threshold",
        "live_p95_above_threshold", "legacy_p95_above_threshold",
        "live_ability_per_vram_below_threshold",
      ])
    #expect(
      violations(nil, nil).starts(with: ["missing_live_suite", "missing_legacy_suite"]))
    // A threshold is met by its own value.
    #expect(violations(Fixture.summary(0.72, p95: 24), Fixture.summary(0.68, p95: 36)).isEmpty)
    // 0.8 * 1.1 + 0.9 / 8 * 0.25 - 3 * 0.02, with 0.9 * 0.55 + 0.6777... * 0.45 = 0.8
    let candidate = Candidate(
      "a", gate, live: Fixture.summary(0.9, wall: 3), legacy: Fixture.summary(0.305 / 0.45))
    #expect((candidate.compositeScore - (0.88 + 0.028125 - 0.06)).magnitude < 1e-9)
    let alone = Candidate("a", gate, live: Fixture.summary(0.9), legacy: nil)
    #expect(alone.combinedAbility == 0.9)
    let low = try #require(try Fixture.gate().profiles.first)
    #expect(low.ranking.map(\.model) == ["a", "b"])
  }

  @Test("M19a: no candidate passes: critical, and it blocks")
  func noneAlert() throws {
    let weak = [("a", Fixture.summary(0.1)), ("b", Fixture.summary(0.1))]
    let result = try Fixture.gate(live: weak)
    #expect(result.alerts.allSatisfy { $0.code == .noPassingCandidate })
    #expect(result.alerts.count == 3 && result.isBlocked && !result.isPassed)
  }

  @Test("M19b: a recommendation below the floor: a warning")
  func lowAlert() throws {
    let result = try Fixture.gate(governance: "{\"min_composite_score\": 3}")
    #expect(result.alerts.map(\.code) == Array(repeating: .lowCompositeScore, count: 3))
    #expect(!result.isBlocked)
  }

  @Test("M19c: a second that is hardly worse: a warning")
  func narrowAlert() throws {
    let equal = [("a", Fixture.summary(0.9)), ("b", Fixture.summary(0.9))]
    let result = try Fixture.gate(live: equal, legacy: equal)
    #expect(result.alerts.map(\.code) == Array(repeating: .narrowMargin, count: 3))
  }

  @Test("M19d: severities that block fail the gate where governance is enforced")
  func blocking() throws {
    let lax = try Fixture.gate(governance: "{\"min_composite_score\": 3}")
    #expect(lax.passes(enforcing: true))
    let strict = try Fixture.gate(
      governance: "{\"min_composite_score\": 3, \"blocking_severities\": [\"warning\"]}")
    #expect(strict.passes(enforcing: false) && !strict.passes(enforcing: true))
    let json = strict.json(
      runID: "r", startedAt: Fixture.now, matrix: nil, sources: [:], enforcing: true)
    #expect(json["event"]?.stringValue == "PROFILE_PROMOTION_GATE_EVALUATED")
    #expect(json["passed"]?.boolValue == false)
    #expect(json["governance"]?["blocked"]?.boolValue == true)
  }

  @Test("M21: one entry for each role, with what it rests on")
  func roles() throws {
    let roles = RoleRecommendation.all(try Fixture.gate())
    #expect(roles.map(\.profile) == ModelProfile.allCases)
    let entry = try #require(roles.last).json
    #expect(entry["status"]?.stringValue == "recommended")
    #expect(entry["model"]?.stringValue == "a")
    #expect(entry["evidence"]?.objectValue?.count == 5)
    #expect(entry["usage"]?.stringValue == "Planning, architecture and deep analysis.")
    let weak = [("a", Fixture.summary(0.1))]
    let none = try #require(RoleRecommendation.all(try Fixture.gate(live: weak)).first).json
    #expect(none["status"]?.stringValue == "no_passing_candidate")
    #expect(none["model"]?.isNull == true && none["composite_score"]?.isNull == true)
  }

  @Test("M23b: the matrix has its fields; a model by default is one that says so or is pulled")
  func matrix() throws {
    let matrix = try ModelMatrix(
      try Fixture.json(
        """
        {"default_pull_set": ["b"], "models": [
          {"tag": "a", "caliber": "small", "default_enabled": true, "vram_min_gb": 4,
           "primary_use": "x", "notes": "y"},
          {"tag": "b", "default_enabled": false}, {"tag": "c"}]}
        """))
    #expect(try matrix.selected(named: [], includingOptional: false).map(\.tag) == ["a", "b"])
    #expect(try matrix.selected(named: [], includingOptional: true).count == 3)
    #expect(throws: TrialError.self) { try matrix.selected(named: ["d"], includingOptional: true) }
    let installed = [InstalledModel(name: "a:latest"), InstalledModel(name: "b")]
    #expect(ModelMatrix.isInstalled("a", among: installed))
    #expect(!ModelMatrix.isInstalled("c", among: installed))
    for text in [
      "{\"models\": []}", "{\"models\": [{\"tag\": \"a\"}, {\"tag\": \"a\"}]}",
      "{\"models\": [{\"tag\": \"a\", \"vram_min_gb\": 0}]}",
      "{\"default_pull_set\": [\"z\"], \"models\": [{\"tag\": \"a\"}]}",
      "{\"models\": [{\"tag\": \"a\", \"vram\": 3}]}",
    ] { #expect(throws: TrialError.self, "\(text)") { try ModelMatrix(try Fixture.json(text)) } }
  }

  @Test("M28: the note says of each candidate why it was taken or not")
  func note() throws {
    let weak = [("a", Fixture.summary(0.95)), ("b", Fixture.summary(0.1))]
    let note = PolicyNote(try Fixture.gate(live: weak), branch: "models|`x`", runID: "r")
    #expect(note.markdown.contains("accepted: passes, and scores best"))
    #expect(note.markdown.contains("rejected: live_ability_below_threshold"))
    #expect(note.markdown.contains("Branch `models''x'`"))
    let entries = note.json["profiles"]?["balanced"]?.arrayValue
    #expect(entries?.map { $0["accepted"]?.boolValue } == [true, false])
  }

  @Test("M29: a report is as old as the time inside of it says")
  func ages() throws {
    func report(_ time: String?) throws -> StoredReport {
      var object: JSONObject = ["models": ["a": ["summary": Fixture.summary(1).json]]]
      object["finished_at_utc"] = time.map(JSONValue.string)
      return try StoredReport(.object(object), "the report")
    }
    try report("2026-01-02T02:30:00Z").requireFresh(hours: 1, at: Fixture.now, "it")
    for time in ["2026-01-02T01:59:59Z", "2026-01-02T03:06:00Z", "yesterday", nil] {
      let error = #expect(throws: TrialError.self, "\(time ?? "none")") {
        try report(time).requireFresh(hours: 1, at: Fixture.now, "it")
      }
      #expect(error?.code == .stale)
    }
  }
}
