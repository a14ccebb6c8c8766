import Testing
import WritJSON

@testable import WritTrials

/// Summaries of reports are held against the runs beside them.
@Suite struct SummaryCheckTests {
  private func record(_ score: Double?, wall: Double = 1) -> RunRecord {
    var found = RunRecord.Measured(wall: wall)
    found.score = score ?? 0
    let item = TrialCase(id: "a", category: "c", prompt: "p", checks: AnswerChecks())
    return RunRecord(
      model: "m", item: item, repeatIndex: 0, attempts: 1,
      outcome: score == nil ? .failed("no answer") : .measured(found))
  }

  private func report(
    _ runs: [RunRecord], changing summary: [String: JSONValue] = [:],
    run change: [String: JSONValue] = [:]
  ) throws -> JSONValue {
    let found = ModelSummary(runs, passThreshold: 0.75, memory: 4)
    var told = try #require(found.json.objectValue)
    for (key, value) in summary { told[key] = value }
    let list = try runs.enumerated().map { index, run -> JSONValue in
      var object = try #require(run.json(of: .live).objectValue)
      if index == 0 { for (key, value) in change { object[key] = value } }
      return .object(object)
    }
    return ["models": ["m": ["runs": .array(list), "summary": .object(told)]]]
  }

  private let runs: [(Double?, Double)] = [(1, 1), (0.5, 2), (nil, 0), (0.9, 30)]

  private var records: [RunRecord] { runs.map { record($0.0, wall: $0.1) } }

  @Test("A report of this tool is believed, as is one that leaves failed runs out of the ability")
  func sound() throws {
    let stored = try StoredReport(report(records), "it")
    #expect(stored.summary(of: "m")?.averageAbility == 0.6)
    let older = try report(
      records, changing: ["failed_runs_score_zero": .null, "avg_ability_score": 0.8])
    let ability = try #require(try StoredReport(older, "it").summary(of: "m")?.averageAbility)
    #expect(abs(ability - 0.6) < 1e-9)
  }

  @Test(
    "A summary that its runs do not bear out is refused, with what they give",
    arguments: [
      ("avg_ability_score", 0.9, "0.6"), ("p95_wall_seconds", 3, "27.2"),
      ("avg_wall_seconds", 1, "11.0"), ("total_runs", 3, "4.0"), ("successful_runs", 4, "3.0"),
    ] as [(String, JSONValue, String)])
  func altered(key: String, value: JSONValue, given: String) throws {
    let document = try report(records, changing: [key: value])
    let error = #expect(throws: TrialError.self) { try StoredReport(document, "it") }
    #expect(error?.message.contains("for '\(key)', and its runs give \(given)") == true)
  }

  @Test(
    "A run that measured nothing sound is refused",
    arguments: [
      ("wall_seconds", -1), ("wall_seconds", .null), ("ability_score", 1.5),
      ("ability_score", "good"),
    ] as [(String, JSONValue)])
  func unsound(key: String, value: JSONValue) throws {
    let document = try report(records, run: [key: value])
    let error = #expect(throws: TrialError.self) { try StoredReport(document, "it") }
    #expect(error?.message.contains("Run 1 of 'm' lacks '\(key)'") == true)
  }

  @Test("A count that is none is refused", arguments: [1e300, 2.5, 1e13])
  func counts(number: Double) throws {
    let value = JSONValue.number(try #require(JSONNumber(number)))
    let document = try report(records, changing: ["total_runs": value])
    let error = #expect(throws: TrialError.self) { try StoredReport(document, "it") }
    #expect(error?.message.contains("which is no count") == true)
  }

  @Test("A report from after now is refused, however old one may be; one without a time is not")
  func future() throws {
    func stored(_ time: String?) throws -> StoredReport {
      var object: JSONObject = ["models": ["a": ["summary": Fixture.summary(1).json]]]
      object["finished_at_utc"] = time.map(JSONValue.string)
      return try StoredReport(.object(object), "the report")
    }
    for time in ["2026-01-02T03:04:00Z", "2020-01-01T00:00:00Z", nil] {
      try stored(time).requirePast(at: Fixture.now, "it")
    }
    let error = #expect(throws: TrialError.self) {
      try stored("2026-01-02T03:06:00Z").requirePast(at: Fixture.now, "it")
    }
    #expect(error?.code == .stale)
    #expect(error?.message.contains("a clock is wrong") == true)
  }
}
