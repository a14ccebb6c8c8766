import ArgumentParser
import WritJSON
import WritTrials

extension BenchCommand {
  struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "benchmark", abstract: "Run the live prompts on models, and score the answers.",
      discussion: """
        Exits with 1 when the server cannot be reached, has none of the models, or answers nothing.
        """)

    @Option(
      help: ArgumentHelp(
        "Prompts, a JSON object a line (\(BenchPlaces.prompts)).", valueName: "FILE"))
    var prompts: String?

    @Option(help: ArgumentHelp("Write the report here.", valueName: "report.json"))
    var output: String?

    @OptionGroup var models: ModelOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench benchmark")
      let (path, cases) = try BenchPlaces.prompts(prompts)
      var request = SuiteRequest(.live, cases, models, runs, server)
      request.sources = ["prompts_path": .string(path)]
      request.output = output
      let result = try request.run()
      try BenchText.finish(result, "bench benchmark", isJSON: common.isJSON)
    }
  }
}
