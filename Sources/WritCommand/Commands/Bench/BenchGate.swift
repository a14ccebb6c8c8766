import ArgumentParser
import WritJSON
import WritTrials

extension BenchCommand {
  struct ProfileGate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "profile-gate",
      abstract: "Judge by reports which model may serve which profile, and recommend one each.",
      discussion: "Exits with 1 when the gate does not pass, unless --allow-failures is said.")

    @Option(help: ArgumentHelp("A report of 'writ bench benchmark'.", valueName: "FILE"))
    var liveReport: String?

    @Option(help: ArgumentHelp("A report of 'writ bench legacy-benchmark'.", valueName: "FILE"))
    var legacyReport: String?

    @Option(help: ArgumentHelp("The model matrix (\(BenchPlaces.matrix)).", valueName: "FILE"))
    var matrix: String?

    @Flag(help: "Exit with 0 although the gate does not pass.")
    var allowFailures = false

    @Option(help: ArgumentHelp("Write the report here.", valueName: "gate.json"))
    var output: String?

    @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
    var outputDir = BenchPlaces.reports

    @OptionGroup var promotion: PromotionOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench profile-gate")
      guard liveReport != nil || legacyReport != nil else {
        throw UsageError("Name a report: --live-report, --legacy-report or both.")
      }
      let now = Clock.now()
      let outcome = try GateRun(
        live: try liveReport.map { try GivenReport($0) },
        legacy: try legacyReport.map { try GivenReport($0) }, options: promotion,
        matrix: try BenchPlaces.matrix(matrix), runID: RunID.of(now), now: now
      ).run()
      let path = output ?? "\(outputDir)/profile_gate_\(RunID.of(now)).json"
      try BenchPlaces.write(outcome.report, to: path, durable: true)
      if common.isJSON {
        Output.json("bench profile-gate", ["report": .string(path), "result": outcome.report])
      } else {
        for line in GateText.lines(outcome.result, isPassed: outcome.isPassed) { Output.line(line) }
        Output.line("report  \(path)")
      }
      if !outcome.isPassed, !allowFailures { throw ExitStatus.failure }
    }
  }
}
