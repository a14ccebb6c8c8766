import ArgumentParser
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct Cycle: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dev-cycle",
      abstract:
        "Benchmark, legacy benchmark, profile gate, recommendations, and the apply if asked.",
      discussion: """
        Stops at the first step that fails. Nothing is applied unless --apply-policy is said: then a \
        checkpoint is written first, the commit is made, and the running system follows.
        """)

    @Option(
      help: ArgumentHelp(
        "Prompts, a JSON object a line (\(BenchPlaces.prompts)).", valueName: "FILE"))
    var prompts: String?

    @OptionGroup var legacy: LegacyOptions
    @OptionGroup var models: ModelOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var promotion: PromotionOptions

    @Flag(help: "Go on, and exit with 0, although the gate does not pass.")
    var allowGateFailures = false

    @Flag(help: "Measure nothing, and judge by reports that exist.")
    var deferBenchmarks = false

    @Option(help: ArgumentHelp("With --defer-benchmarks: a live report.", valueName: "FILE"))
    var existingLiveReport: String?

    @Option(help: ArgumentHelp("With --defer-benchmarks: a legacy report.", valueName: "FILE"))
    var existingLegacyReport: String?

    @OptionGroup var apply: ApplyOptions
    @OptionGroup var metadata: MetadataOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
      let isGiven = existingLiveReport != nil || existingLegacyReport != nil
      guard deferBenchmarks == isGiven else {
        throw ValidationError(
          "--defer-benchmarks goes with --existing-live-report or --existing-legacy-report.")
      }
    }

    func run() throws {
      common.begin("bench dev-cycle")
      var cycle = CycleRun(options: self, now: Clock.now())
      try cycle.run()
    }
  }
}
