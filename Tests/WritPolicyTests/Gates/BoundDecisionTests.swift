import Testing
import WritJSON

@testable import WritPolicy

/// A decision is bound to the plan, the gate and the evidence, and for a time.
@Suite struct BoundDecisionTests {
  private let plan = Digest(of: Array("plan".utf8))

  private func gate(_ bound: String = "<5") throws -> Gate {
    try GateFixture.gate(
      [
        "objectives": [
          ["evidence": "live", "metric": "lat.p95", "pass": [["criteria": [.string(bound)]]]]
        ]
      ], evidence: ["live"])
  }

  private func decision(_ gate: Gate) throws -> GateDecision {
    let reading = try GateFixture.reading("live", ["metrics": ["lat": ["count": 3, "p95": 4]]])
    return try GateEvaluation(
      gate, evidence: [reading], subject: try GateFixture.subject(nil),
      at: try GateFixture.instant(GateFixture.now)
    ).decide()
  }

  private func problem(
    gate: Gate? = nil, plan: Digest? = nil, evidence: [UInt8]? = Array("live".utf8),
    now: String = "2026-06-02T11:59:59Z"
  ) throws -> String? {
    let bound = try BoundDecision(try decision(try self.gate()).document)
    return bound.problem(
      gate: try gate ?? self.gate(), plan: plan ?? self.plan,
      evidence: evidence.map { [(name: "live", digest: Digest(of: $0))] } ?? [],
      at: try GateFixture.instant(now))
  }

  @Test("A decision speaks for its own plan, gate and evidence")
  func holds() throws {
    #expect(try decision(try gate()).word == "promote")
    #expect(try problem() == nil)
  }

  @Test("A decision for another plan is told")
  func otherPlan() throws {
    let told = try problem(plan: Digest(of: Array("other".utf8)))
    #expect(told?.contains("is for the plan") == true)
  }

  @Test("Evidence altered after the decision is told")
  func alteredEvidence() throws {
    #expect(try problem(evidence: Array("altered".utf8))?.contains("was altered after") == true)
    #expect(try problem(evidence: nil)?.contains("which is not given") == true)
  }

  @Test("A gate changed after the decision is told")
  func changedGate() throws {
    #expect(try problem(gate: gate("<6"))?.contains("was changed after") == true)
  }

  @Test("A decision expires, and one from the future tells of a wrong clock")
  func time() throws {
    #expect(try problem(now: "2026-06-02T12:00:00Z") == nil)
    #expect(try problem(now: "2026-06-02T12:00:01Z")?.contains("expired at") == true)
    #expect(try problem(now: "2026-06-01T11:54:00Z")?.contains("a clock is wrong") == true)
    #expect(try problem(now: "2026-06-01T11:55:00Z") == nil)
  }

  @Test("A decision with a member too many, or of another type, is refused")
  func form() throws {
    var object = try #require(try decision(try gate()).document.objectValue)
    object["more"] = 1
    let document = JSONValue.object(object)
    #expect(throws: PolicyError.self) { try BoundDecision(document) }
    object["more"] = nil
    object["type"] = "something"
    let other = JSONValue.object(object)
    #expect(throws: PolicyError.self) { try BoundDecision(other) }
  }

  @Test("A summary survives being written and read")
  func summaryRoundTrip() throws {
    let summary = try GateFixture.summary([
      "recordedAt": "2026-06-01T00:00:00Z", "ok": 3, "failed": 1, "skipped": 2,
      "metrics": ["a": ["unit": "s", "count": 3, "mean": 0.1, "p99.9": 2], "b": ["count": 0]],
      "cases": ["x": true, "y": false],
    ])
    #expect(try EvidenceSummary(summary.json) == summary)
  }

  @Test(
    "A summary that contradicts itself is refused",
    arguments: [
      #"{"version":1,"type":"writ-evidence-summary","kind":"csv","runs":{"total":2,"ok":1,"failed":0,"skipped":0},"groups":{}}"#,
      #"{"version":1,"type":"writ-evidence-summary","kind":"csv","runs":{"total":1,"ok":1,"failed":0,"skipped":0},"groups":{}}"#,
      #"{"version":1,"type":"writ-evidence-summary","kind":"csv","runs":{"total":1,"ok":1,"failed":0,"skipped":0},"groups":{"a":{"runs":{"total":1,"ok":1,"failed":0,"skipped":0},"metrics":{"m":{"count":0,"mean":1}}}}}"#,
    ])
  func summaryRefused(text: String) throws {
    let value = try JSONDocument(parsing: text).value
    #expect(throws: PolicyError.self) { try EvidenceSummary(value) }
  }
}
