import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// The development cycle: measure, judge, recommend, and apply when that was asked for.
struct CycleRun {
  private let options: BenchCommand.Cycle
  private let now: Instant
  private var runID: String
  private var paths: JSONObject = [:]
  private var applied: JSONValue = .null

  init(options: BenchCommand.Cycle, now: Instant) {
    self.options = options
    self.now = now
    runID = RunID.of(now)
  }

  mutating func run() throws {
    // What is wrong in a file is told before anything is measured for hours.
    let requests = try options.deferBenchmarks ? nil : (liveRequest(), legacyRequest())
    _ = try options.promotion.read()
    let live = try report(.live, requests?.0)
    let legacy = try report(.legacy, requests?.1)
    let matrix = try BenchPlaces.matrix(options.models.matrix)
    let gate = try GateRun(
      live: live, legacy: legacy, options: options.promotion, matrix: matrix, runID: runID,
      now: now
    ).run()
    let gatePath = try write(gate.report, "cycle_gate", as: "gate_report", durable: true)
    let note = PolicyNote(gate.result, branch: Self.branch(), runID: runID)
    let noteFiles = try write(note)
    let goesOn = gate.isPassed || options.allowGateFailures || options.apply.overrulesGate
    var failure: (any Error)?
    if options.apply.isAsked {
      let change = ProfileApply(
        options: options.apply, metadata: options.metadata, signing: options.signing,
        gate: gate, gatePath: gatePath, runID: runID, now: now, folder: folder,
        evidence: evidence(live, legacy, gatePath, gate, noteFiles))
      do {
        applied = try change.run()
        paths["checkpoint"] = applied["checkpoint_path"]
      } catch {
        applied = ["applied": false, "error": .string("\(Failure.sentence(error))")]
        failure = error
      }
    }
    try finish(gate)
    if let failure { throw failure }
    if !goesOn { throw ExitStatus.failure }
  }

  private var folder: String { options.runs.outputDir }

  // MARK: Reports

  /// The report of a suite: measured now, or one that exists.
  private mutating func report(_ suite: Suite, _ asked: SuiteRequest?) throws -> GivenReport? {
    let isLive = suite == .live
    let existing = isLive ? options.existingLiveReport : options.existingLegacyReport
    let key = isLive ? "live_report" : "legacy_report"
    guard var request = asked else {
      paths[key] = existing.map(JSONValue.string) ?? .null
      return try existing.map { try GivenReport($0) }
    }
    request.name = isLive ? "cycle_live" : "cycle_legacy"
    request.runID = runID
    let outcome = try request.run()
    try BenchText.require(outcome)
    runID = outcome.report.setting.runID
    paths[key] = .string(outcome.path)
    return try GivenReport(outcome.path)
  }

  private func liveRequest() throws -> SuiteRequest {
    let (path, cases) = try BenchPlaces.prompts(options.prompts)
    var request = SuiteRequest(.live, cases, options.models, options.runs, options.server)
    request.sources = ["prompts_path": .string(path)]
    return request
  }

  private func legacyRequest() throws -> SuiteRequest {
    var request = SuiteRequest(
      .legacy, try options.legacy.cases(), options.models, options.runs, options.server)
    request.sources = options.legacy.sources
    return request
  }

  // MARK: Files

  private mutating func write(
    _ value: JSONValue, _ name: String, as key: String, durable: Bool = false
  ) throws -> String {
    let path = "\(folder)/\(name)_\(runID).json"
    try BenchPlaces.write(value, to: path, durable: durable)
    paths[key] = .string(path)
    return path
  }

  private mutating func write(_ note: PolicyNote) throws -> [(name: String, path: String)] {
    let document = try write(note.json, "cycle_note", as: "note_json")
    let text = "\(folder)/cycle_note_\(runID).md"
    try FileSystem.write(Array(note.markdown.utf8), to: text, durable: false)
    paths["note"] = .string(text)
    return [("note", text), ("note-json", document)]
  }

  private func evidence(
    _ live: GivenReport?, _ legacy: GivenReport?, _ gatePath: String, _ gate: GateRun.Outcome,
    _ note: [(name: String, path: String)]
  ) -> [(name: String, path: String)] {
    var files: [(name: String, path: String)] = []
    if let live { files.append(("live-report", live.path)) }
    if let legacy { files.append(("legacy-report", legacy.path)) }
    files.append(("gate-report", gatePath))
    files.append(("promotion-policy", gate.policy.path))
    return files + note
  }

  private static func branch() -> String {
    do {
      let ledger = try Ledger(Repository.open(environment: true), .process)
      return try ledger.viewpoint().name.shortBranch
    } catch {
      return "none"
    }
  }

  // MARK: The summary

  private mutating func finish(_ gate: GateRun.Outcome) throws {
    let roles = RoleRecommendation.all(gate.result)
    var summary: JSONObject = [
      "run_id": .string(runID), "event": "DEV_CYCLE_MODEL_BENCHMARK_COMPLETED",
      "started_at_utc": .string(now.description),
      "finished_at_utc": .string(Clock.now().description),
      "execution_mode": options.deferBenchmarks ? "deferred" : "full",
      "passed": .bool(gate.isPassed), "governance": gate.result.governanceJSON,
      "recommendations": .object(
        JSONObject(roles.map { (key: $0.profile.rawValue, value: $0.json) })),
    ]
    summary["policy_apply"] = applied
    let path = "\(folder)/dev_cycle_summary_\(runID).json"
    paths["summary"] = .string(path)
    summary["paths"] = .object(paths)
    try BenchPlaces.write(.object(summary), to: path, durable: true)
    if options.common.isJSON {
      Output.json("bench dev-cycle", ["summary": .object(summary)])
    } else {
      for line in GateText.lines(gate.result, isPassed: gate.isPassed) { Output.line(line) }
      for (name, value) in paths { Output.line("\(name)  \(value.stringValue ?? "none")") }
    }
  }
}
