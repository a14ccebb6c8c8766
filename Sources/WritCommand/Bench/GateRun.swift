import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// How reports are held against the promotion policy.
struct PromotionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The promotion policy (\(BenchPlaces.promotion)).", valueName: "FILE"))
  var policy: String?

  @Flag(
    name: [.customLong("enforce-governance"), .customLong("require-governance-clean")],
    help: "Let the gate fail for an alert of a severity that blocks.")
  var enforceGovernance = false

  @Option(help: "How old a report may be that is used again, in hours.")
  var maxReusedReportAgeHours: Double?

  /// The promotion policy and its file.
  func read() throws -> (path: String, bytes: [UInt8], policy: PromotionPolicy) {
    guard let path = try BenchPlaces.file(policy, BenchPlaces.promotion) else {
      throw UsageError(
        "There is no promotion policy: neither --policy nor \(BenchPlaces.promotion) names one.",
        hint: "'writ init --template models' lays one down")
    }
    let document = try Input.json(path)
    return (
      path, try Input.bytes(path), try BenchPlaces.told(path) { try PromotionPolicy(document) }
    )
  }

  mutating func validate() throws {
    if let hours = maxReusedReportAgeHours, !(hours > 0 && hours.isFinite) {
      throw ValidationError("--max-reused-report-age-hours is a number greater than 0.")
    }
  }
}

/// A report that the gate is told of.
struct GivenReport {
  let path: String
  let bytes: [UInt8]
  let document: JSONValue
  let report: StoredReport

  init(_ path: String) throws {
    self.path = path
    bytes = try Input.bytes(path)
    document = try Input.json(path)
    let document = document
    report = try BenchPlaces.told(path) { try StoredReport(document, "The report") }
  }

  /// Refuses a report of the other suite.
  func require(_ suite: Suite) throws {
    guard let found = report.suite, found != suite else { return }
    throw UsageError("'\(path)' is of the suite \(found.rawValue), not of \(suite.rawValue).")
  }
}

/// The gate of all profiles, asked about some reports.
struct GateRun {
  let live: GivenReport?
  let legacy: GivenReport?
  let options: PromotionOptions
  let matrix: ModelMatrix?
  let runID: String
  let now: Instant

  /// What came of it.
  struct Outcome {
    let result: ProfileGateResult
    let report: JSONValue
    let isPassed: Bool
    /// The promotion policy as it was read.
    let policy: (path: String, bytes: [UInt8])
  }

  /// Judges by the promotion policy.
  func run() throws -> Outcome {
    let (path, bytes, policy) = try options.read()
    try live?.require(.live)
    try legacy?.require(.legacy)
    for given in [live, legacy].compactMap(\.self) {
      try given.report.requirePast(at: now, "'\(given.path)'")
      if let hours = options.maxReusedReportAgeHours {
        try given.report.requireFresh(hours: hours, at: now, "'\(given.path)'")
      }
      if given.document["finished_at_utc"] == nil {
        Output.message(
          "note: '\(given.path)' does not say that it was finished; it is judged by what it has.")
      }
    }
    let result = ProfileGateResult(policy, live: live?.report, legacy: legacy?.report)
    let enforcing = options.enforceGovernance
    let report = result.json(
      runID: runID, startedAt: now, matrix: matrix, sources: sources(path, bytes),
      enforcing: enforcing)
    return Outcome(
      result: result, report: report, isPassed: result.passes(enforcing: enforcing),
      policy: (path, bytes))
  }

  private func sources(_ policy: String, _ bytes: [UInt8]) -> JSONObject {
    var sources: JSONObject = [
      "policy_path": .string(policy), "policy_sha256": .string(Digest(of: bytes).hex),
    ]
    for (name, given) in [("live", live), ("legacy", legacy)] {
      sources["\(name)_report_path"] = given.map { .string($0.path) } ?? .null
      sources["\(name)_report_sha256"] = given.map { .string(Digest(of: $0.bytes).hex) } ?? .null
    }
    return sources
  }
}
