import ArgumentParser
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct Verdict: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sota-verdict",
      abstract: "Judge whether a model is as good as the best known, or check such a verdict.",
      discussion: """
        Quality, reliability, statistics, reproducibility and the profile gate must all hold. With a \
        key in the environment the verdict carries a code (HMAC-SHA-256 over its canonical form). \
        Exits with 2 when the verdict is FAIL, and when a code is not that of the verdict.
        """)

    @Option(help: ArgumentHelp("The report of the candidate.", valueName: "FILE"))
    var candidate: String?

    @Option(help: "The model; the only one of the report when not given.")
    var model: String?

    @Option(help: ArgumentHelp("The report to compare with.", valueName: "FILE"))
    var baseline: String?

    @Option(help: "The model to compare with; the same when not given.")
    var baselineModel: String?

    @Option(help: ArgumentHelp("A repetition of the candidate's report.", valueName: "FILE"))
    var repetition: String?

    @Option(help: ArgumentHelp("The report of the profile gate.", valueName: "FILE"))
    var gateReport: String?

    @Option(help: "How much lower the ability may be than that of the baseline.")
    var maxAbilityDrop = VerdictBounds().maxAbilityDrop

    @Option(help: "The greatest part of runs that may fail.")
    var maxFailureRate = VerdictBounds().maxFailureRate

    @Option(help: "How many runs there must be.")
    var minRuns = VerdictBounds().minRuns

    @Option(help: "The p-value below which more regressions than improvements are no accident.")
    var alpha = VerdictBounds().alpha

    @Option(help: "How far the ability of the repetition may be off.")
    var maxRepeatDifference = VerdictBounds().maxRepeatDifference

    @Option(help: "The variable of the environment that has the key of the code.")
    var hmacKeyEnv = "WRIT_VERDICT_KEY"

    @Option(help: ArgumentHelp("Check the code of this verdict instead.", valueName: "FILE"))
    var verify: String?

    @Option(help: ArgumentHelp("Write the verdict here.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
    var outputDir = BenchPlaces.reports

    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
      guard (verify == nil) != (candidate == nil) else {
        throw ValidationError("Say --candidate REPORT, or --verify VERDICT.")
      }
      for bound in [maxAbilityDrop, maxFailureRate, alpha, maxRepeatDifference] {
        guard (0...1).contains(bound) else {
          throw ValidationError("Bounds of a verdict are numbers from 0 to 1.")
        }
      }
    }

    func run() throws {
      common.begin("bench sota-verdict")
      if let verify { return try check(verify) }
      guard let candidate else { return }
      let report = try Self.report(candidate)
      let model = try self.model ?? Self.onlyModel(of: report)
      let now = Clock.now()
      let verdict = SotaVerdict(
        model: model, candidate: report.report,
        baseline: try baseline.map { (try Self.report($0).report, baselineModel ?? model) },
        repeated: try repetition.map { try Self.report($0).report },
        gate: try gateReport.map { try Input.json($0) }, bounds: bounds)
      let document = try sealed(
        verdict.json(runID: RunID.of(now), createdAt: now, sources: try sources(report.given)))
      let path = output ?? "\(outputDir)/sota_verdict_\(RunID.of(now)).json"
      try BenchPlaces.write(document, to: path, durable: true)
      if common.isJSON {
        Output.json("bench sota-verdict", ["path": .string(path), "verdict": document])
      } else {
        for check in verdict.checks {
          let word = check.holds ? Style.green("pass") : Style.red("fail")
          Output.line("\(word)  \(check.name): \(Printable.line(check.reason))")
        }
        Output.line(verdict.isPassed ? "PASS" : "FAIL")
        Output.line("verdict  \(path)")
      }
      if !verdict.isPassed { throw ExitStatus.changesPending }
    }

    private var bounds: VerdictBounds {
      var bounds = VerdictBounds()
      bounds.maxAbilityDrop = maxAbilityDrop
      bounds.maxFailureRate = maxFailureRate
      bounds.minRuns = minRuns
      bounds.alpha = alpha
      bounds.maxRepeatDifference = maxRepeatDifference
      return bounds
    }

    private static func report(
      _ path: String
    ) throws -> (given: GivenReport, report: SotaVerdict.Report) {
      let given = try GivenReport(path)
      return (given, SotaVerdict.Report(given.document, given.report, Digest(of: given.bytes)))
    }

    private static func onlyModel(
      of report: (given: GivenReport, report: SotaVerdict.Report)
    ) throws -> String {
      let models = report.given.report.summaries.map(\.model)
      guard models.count == 1, let only = models.first else {
        throw UsageError("The report has \(models.count) models: name one with --model.")
      }
      return only
    }

    private func sources(_ candidate: GivenReport) throws -> JSONObject {
      var sources: JSONObject = ["candidate_sha256": .string(Digest(of: candidate.bytes).hex)]
      let others = [
        ("baseline", baseline), ("repetition", repetition), ("gate_report", gateReport),
      ]
      for (name, path) in others {
        sources["\(name)_sha256"] =
          try path.map { .string(Digest(of: try Input.bytes($0)).hex) } ?? .null
      }
      return sources
    }

    private func sealed(_ document: JSONValue) throws -> JSONValue {
      guard let key = Environment.value(hmacKeyEnv), var object = document.objectValue else {
        return document
      }
      object["hmac_sha256"] = .string(try MessageCode.of(document, key: Array(key.utf8)))
      return .object(object)
    }

    private func check(_ path: String) throws {
      guard let key = Environment.value(hmacKeyEnv) else {
        throw UsageError("The key is in the environment: set \(hmacKeyEnv).")
      }
      guard var object = try Input.json(path).objectValue,
        let code = object["hmac_sha256"]?.stringValue
      else { throw UsageError("'\(path)' carries no code.") }
      object["hmac_sha256"] = nil
      let holds = try MessageCode.isValid(code, of: .object(object), key: Array(key.utf8))
      let word = object["verdict"]?.stringValue ?? "no verdict"
      if common.isJSON {
        Output.json("bench sota-verdict", ["holds": .bool(holds), "verdict": .string(word)])
      } else {
        Output.line(
          holds ? "The code is that of the verdict: \(word)" : "The code is not that of it.")
      }
      if !holds || word != "PASS" { throw ExitStatus.changesPending }
    }
  }
}
