import Testing
import WritJSON
import WritPolicy

@testable import WritTrials

/// Rows about profiles, the policy that is served, and its changes.
@Suite struct ProfileRowTests {
  @Test("M1: three profiles by their exact names; any other is refused with its field")
  func names() throws {
    #expect(ModelProfile.allCases.map(\.rawValue) == ["low_latency", "balanced", "high_reasoning"])
    for name in ["Balanced", "low-latency", "balanced ", "", "fast"] {
      let error = #expect(throws: TrialError.self) { try ModelProfile(name, field: "the_field") }
      #expect(error?.code == .profile)
      #expect(error?.message.contains("'the_field'") == true)
    }
  }

  @Test("M2: four fields and where a change comes from, with their defaults")
  func fields() throws {
    #expect(
      PolicyField.allCases.map(\.rawValue) == [
        "model_profile", "runtime_model_profile", "ingestion_model_profile",
        "legacy_ingestion_model_profile",
      ])
    #expect(
      PolicyField.allCases.map { ProfilePolicy.standard[$0] } == [
        .balanced, .lowLatency, .balanced, .balanced,
      ])
    #expect(ProfilePolicy.standard.json(source: "me")["source"]?.stringValue == "me")
    let active = try #require(try Fixture.profiles()["active"])
    #expect(try ProfilePolicy(active, "x") == .standard)
    for missing in PolicyField.allCases {
      var object = try #require(active.objectValue)
      object[missing.rawValue] = nil
      #expect(throws: TrialError.self) { try ProfilePolicy(.object(object), "x") }
    }
    var extra = try #require(active.objectValue)
    extra["other"] = "balanced"
    #expect(throws: TrialError.self) { try ProfilePolicy(.object(extra), "x") }
  }

  @Test("M3: what is served: profiles, the active ones, models and memory; 503 before it is ready")
  func get() throws {
    let answer = try ProfileService(try Fixture.profiles()).get()
    #expect(answer.status == 200)
    #expect(answer.body["success"]?.boolValue == true)
    let data = try #require(answer.body["data"])
    #expect(data["supported_profiles"]?.arrayValue?.count == 3)
    #expect(data["active"]?["runtime_model_profile"]?.stringValue == "low_latency")
    #expect(data["models"]?["balanced"]?.stringValue == "mid:7b")
    #expect(data["vram_budget_gb"]?.intValue == 16)
    #expect(try ProfileService(nil).get().status == 503)
  }

  @Test("M4: a partial update changes some fields and says which; a bad one changes nothing")
  func post() throws {
    var service = try ProfileService(try Fixture.profiles())
    let change = try service.change(
      ["model_profile": "high_reasoning", "source": "t"], at: Fixture.now)
    #expect(change.policy[.modelProfile] == .highReasoning && change.source == "t")
    let changed = service.made(change, id: "x", at: Fixture.now) { alerts in
      ["attempted": true, "window": alerts["window_seconds"] ?? .null]
    }
    #expect(changed.status == 200)
    let data = try #require(changed.body["data"])
    #expect(data["event"]?.stringValue == "MODEL_PROFILE_POLICY_UPDATED")
    #expect(data["updates"]?["model_profile"]?["from"]?.stringValue == "balanced")
    #expect(data["updates"]?["model_profile"]?["to"]?.stringValue == "high_reasoning")
    #expect(data["policy"]?["model_profile"]?.stringValue == "high_reasoning")
    #expect(data["audit_event_id"]?.stringValue == "x")
    #expect(data["alert_evaluation"]?["events_in_window"]?.intValue == 1)
    #expect(data["alert_hook"]?["window"]?.intValue == 900)
    let same = #expect(throws: ProfileService.Answer.self) {
      try service.change(["model_profile": "balanced"], at: Fixture.now)
    }
    #expect(same?.status == 200)
    #expect(same?.body["data"]?["event"]?.stringValue == "MODEL_PROFILE_POLICY_UNCHANGED")
    for bad: JSONValue in [
      ["source": "t"], [:], ["model_profile": "fast"], ["model_profile": 3], ["other": "balanced"],
      [], ["runtime_model_profile": "balanced", "model_profile": "fast"],
      ["model_profile": "high_reasoning", "source": 3],
      ["model_profile": "high_reasoning", "source": ""],
    ] {
      let answer = #expect(throws: ProfileService.Answer.self) {
        try service.change(bad, at: Fixture.now)
      }
      #expect(answer?.status == 400)
    }
    let unready = #expect(throws: ProfileService.Answer.self) {
      try ProfileService(nil).change(["model_profile": "balanced"], at: Fixture.now)
    }
    #expect(unready?.status == 503)
  }

  @Test("M5: the log of changes, newest first, 25 when nothing is said")
  func log() throws {
    var service = try ProfileService(try Fixture.profiles())
    let change = try service.change(
      ["model_profile": "high_reasoning", "source": "t"], at: Fixture.now)
    for index in 1...30 {
      _ = service.made(change, id: .number(JSONNumber(index)), at: Fixture.now)
    }
    let events = try #require(service.log().body["data"]?["events"]?.arrayValue)
    #expect(events.count == 25)
    #expect(events.first?["id"]?.intValue == 30)
    for key in ["id", "source", "updates", "policy", "created_at"] {
      #expect(events.first?[key] != nil, "\(key)")
    }
    #expect(service.log(limit: 3).body["data"]?["events"]?.arrayValue?.count == 3)
  }

  @Test("M6: a gate that did not pass refuses, unless it is overruled by name")
  func gateFailed() throws {
    let error = #expect(throws: TrialError.self) { try Fixture.application(passes: false) }
    #expect(error?.code == .gateFailed)
    let overruled = try Fixture.application(passes: false, allowsFailedGate: true)
    #expect(overruled.overrides != nil && !overruled.isGatePassed)
    #expect(try Fixture.application().overrides == nil)
  }

  @Test("M7: profiles without a recommendation are listed, sorted")
  func noRecommendation() throws {
    var target = ProfilePolicy.standard
    target[.modelProfile] = .highReasoning
    let error = #expect(throws: TrialError.self) {
      try Fixture.application(models: [], target: target)
    }
    #expect(error?.code == .noRecommendation)
    #expect(error?.message.contains("balanced, high_reasoning, low_latency") == true)
    // A profile that is active nowhere needs none.
    let models: [(profile: ModelProfile, model: String)] = [(.lowLatency, "a"), (.balanced, "b")]
    #expect(try Fixture.application(models: models).models.count == 2)
  }

  @Test("M8: without the policy in force nothing is applied")
  func noPolicy() throws {
    for current: JSONValue in [[:], ["active": 3], ["active": [:]], []] {
      #expect(throws: TrialError.self) { try Fixture.application(current: current) }
    }
    #expect(throws: TrialError.self) {
      try PolicyApplication(
        passes: true, models: Fixture.models, target: .standard, current: nil,
        allowsFailedGate: false)
    }
  }

  @Test("M9: the checkpoint has every field, and an id of its time")
  func checkpoint() throws {
    #expect(RunID.of(Fixture.now) == "20260102T030000Z")
    #expect(RunID.isValid("20260102T030000Z") && !RunID.isValid("../../etc/passwd"))
    let checkpoint = PolicyCheckpoint(
      runID: RunID.of(Fixture.now), createdAt: Fixture.now, application: try Fixture.application(),
      gateReport: "gate.json", serverURL: "http://127.0.0.1:1", source: "dev_cycle_cli",
      governance: try Fixture.gate().governanceJSON)
    let json = checkpoint.json
    #expect(json["event"]?.stringValue == "MODEL_PROFILE_POLICY_CHECKPOINT")
    for key in [
      "run_id", "created_at_utc", "gate_report_passed", "gate_report_path", "muninn_url", "source",
      "target_policy", "recommendation_models", "governance", "previous_policy", "apply_result",
    ] { #expect(json[key] != nil, "\(key)") }
    #expect(json["apply_result"]?.isNull == true)
    #expect(json["previous_policy"]?["active"]?["model_profile"]?.stringValue == "balanced")
  }

  @Test("M10: a dry run and an apply tell themselves apart")
  func applyResult() throws {
    let checkpoint = PolicyCheckpoint(
      runID: "x", createdAt: Fixture.now, application: try Fixture.application(), gateReport: "g",
      serverURL: "", source: "s", governance: [:])
    let dry = checkpoint.result(applied: nil)
    #expect(dry["event"]?.stringValue == "MODEL_PROFILE_POLICY_APPLY_DRY_RUN")
    let real = checkpoint.result(applied: ["apply": "id"])
    #expect(real["event"]?.stringValue == "MODEL_PROFILE_POLICY_APPLIED")
    #expect(real["payload"]?["source"]?.stringValue == "s")
  }

  @Test("M11: all four fields of the previous policy are restored, and checked first")
  func rollback() throws {
    let way = try PolicyRollback(checkpoint: ["previous_policy": try Fixture.profiles()])
    #expect(way.policy == .standard)
    #expect(way.edits.count == 5)
    #expect(throws: TrialError.self) {
      try PolicyRollback(checkpoint: ["previous_policy": try Fixture.profiles("fast")])
    }
    #expect(throws: TrialError.self) { try PolicyRollback(checkpoint: [:]) }
  }

  @Test("M12: the report of a rollback has its fields")
  func rollbackReport() throws {
    let way = try PolicyRollback(checkpoint: ["previous_policy": try Fixture.profiles()])
    let dry = way.result(source: "rollback_policy_cli", response: nil)
    #expect(dry["event"]?.stringValue == "MODEL_PROFILE_POLICY_ROLLBACK_DRY_RUN")
    let result = way.result(source: "rollback_policy_cli", response: [:])
    let report = PolicyRollback.report(
      runID: "r", createdAt: Fixture.now, checkpoint: "c.json", serverURL: "u", result: result)
    #expect(report["event"]?.stringValue == "MODEL_PROFILE_POLICY_ROLLBACK_COMPLETED")
    #expect(report["result"]?["event"]?.stringValue == "MODEL_PROFILE_POLICY_ROLLBACK_APPLIED")
    for key in ["run_id", "created_at_utc", "checkpoint_path", "muninn_url"] {
      #expect(report[key] != nil, "\(key)")
    }
  }

  @Test("M25: changes that come too often are alerts, by thresholds that the environment may set")
  func alerts() throws {
    func codes(_ sources: [String], _ rules: ProfileAlerts) -> [String] {
      let changes = sources.map { (source: $0, time: Fixture.now) }
      let alerts = rules.json(changes, at: Fixture.now)["alerts"]?.arrayValue ?? []
      return alerts.compactMap { $0["code"]?.stringValue }
    }
    let rules = ProfileAlerts()
    #expect(codes(["a", "b", "a", "b", "a"], rules).isEmpty)
    #expect(codes(["a", "a", "a", "a"], rules) == ["PROFILE_POLICY_SOURCE_CHURN"])
    #expect(codes(["a", "b", "c"], rules) == ["PROFILE_POLICY_MULTI_SOURCE_CHURN"])
    #expect(codes(["a", "b", "a", "b", "a", "b"], rules) == ["PROFILE_POLICY_CHURN"])
    // What lies before the window does not count.
    let old = (0..<9).map { _ in (source: "a", time: Fixture.now.adding(seconds: -901)) }
    #expect(rules.json(old, at: Fixture.now)["alerts"]?.arrayValue?.isEmpty == true)
    let set = try ProfileAlerts(environment: {
      $0 == "MUNINN_PROFILE_POLICY_ALERT_CHURN_THRESHOLD" ? "2" : nil
    })
    #expect(codes(["a", "b"], set) == ["PROFILE_POLICY_CHURN"])
    for bad in ["0", "-1", "x", "59"] {
      #expect(throws: TrialError.self) {
        try ProfileAlerts(environment: { $0.hasSuffix("WINDOW_SECONDS") ? bad : nil })
      }
    }
  }

  @Test("M26: an approval is of one checkpoint, byte for byte, and of the change that it names")
  func approval() throws {
    let bytes = Array("checkpoint".utf8)
    func manifest(_ isApproved: Bool, pr: Int? = nil) throws -> ApprovalManifest {
      try ApprovalManifest(
        ApprovalManifest.json(
          runID: "r", createdAt: Fixture.now, checkpoint: "c.json", digest: Digest(of: bytes),
          isApproved: isApproved, by: "Grace", notes: "", source: "cli",
          context: try .init(pullRequest: pr, url: nil, commit: nil, branch: nil)))
    }
    try manifest(true).require("c.json", bytes, .init())
    #expect(throws: TrialError.self) { try manifest(false).require("c.json", bytes, .init()) }
    #expect(throws: TrialError.self) { try manifest(true).require("d.json", bytes, .init()) }
    #expect(throws: TrialError.self) { try manifest(true).require("c.json", [1], .init()) }
    var wanted = ApprovalManifest.Requirements()
    wanted.pullRequest = true
    #expect(throws: TrialError.self) { try manifest(true).require("c.json", bytes, wanted) }
    try manifest(true, pr: 4).require("c.json", bytes, wanted)
    #expect(throws: TrialError.self) { try ApprovalManifest(["decision": "approved"]) }
  }
}
