import WritClient
import WritJSON
import WritPolicy
import WritTrials

/// A suite that is to be run: the cases are known, the server has still to be asked.
struct SuiteRequest {
  let suite: Suite
  let cases: [TrialCase]
  let models: ModelOptions
  let options: RunOptions
  let server: ServerOptions
  /// Where the cases come from.
  var sources: JSONObject = [:]
  /// The report, where it was named.
  var output: String?
  /// How reports of this kind are named before the id of their run.
  var name: String
  /// The id of a run that has several reports.
  var runID: String?

  init(
    _ suite: Suite, _ cases: [TrialCase], _ models: ModelOptions, _ options: RunOptions,
    _ server: ServerOptions
  ) {
    self.suite = suite
    self.cases = cases
    self.models = models
    self.options = options
    self.server = server
    name = suite == .live ? "report" : "legacy_report"
  }

  /// What came of it.
  struct Outcome {
    let report: BenchmarkReport
    let path: String
    let end: SuiteRun.End

    /// Whether anything was measured at all.
    var isMeasured: Bool {
      report.models.contains { $0.runs.contains { $0.measured != nil } }
    }
  }

  /// Asks the server for its models, and runs the suite on those that are wanted.
  func run() throws -> Outcome {
    let now = Clock.now()
    var sources = sources
    sources["cases_sha256"] = .string(try Digest(of: .array(cases.map(\.json))).hex)
    let former = try options.resume.map { run in
      try FormerRun(try BenchPlaces.report(run, in: options.outputDir, names: [name]))
    }
    var setting = try options.setting(
      suite, runID: runID ?? RunID.of(now), at: now, sources: sources, former)
    let path = former?.path ?? output ?? "\(options.outputDir)/\(name)_\(setting.runID).json"
    Interruption.take()
    let (server, network) = try server.connect()
    let (version, installed) = try self.server.introduction(of: server, network)
    setting.serverURL = server.url
    setting.serverVersion = version
    try former?.require(server: server.url)
    let run = SuiteRun(
      server: server, network: network, options: options, cases: cases,
      models: try models.selected(installed: installed, named: former?.models), setting: setting,
      former: former, path: path)
    let (report, end) = try run.run()
    return Outcome(report: report, path: path, end: end)
  }
}
