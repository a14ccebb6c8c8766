import ArgumentParser
import WritJSON
import WritTrials

extension BenchCommand {
  struct Legacy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "legacy-benchmark",
      abstract: "Let models extract what is worth remembering from files of older projects.")

    @OptionGroup var legacy: LegacyOptions

    @Option(help: ArgumentHelp("Write the cases here as well.", valueName: "cases.jsonl"))
    var dumpCases: String?

    @Option(help: ArgumentHelp("Write the report here.", valueName: "report.json"))
    var output: String?

    @OptionGroup var models: ModelOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench legacy-benchmark")
      let cases = try legacy.cases()
      if let dumpCases { try BenchPlaces.write(lines: cases.map(\.json), to: dumpCases) }
      var request = SuiteRequest(.legacy, cases, models, runs, server)
      request.sources = legacy.sources
      request.output = output
      try BenchText.finish(
        try request.run(), "bench legacy-benchmark", isJSON: common.isJSON)
    }
  }
}

extension LegacyOptions {
  /// Where the cases come from, for the report.
  var sources: JSONObject {
    [
      "legacy_roots": .array((legacyRoots?.values ?? []).map(JSONValue.string)),
      "max_cases_per_root": .number(JSONNumber(maxCasesPerRoot)),
      "snippet_chars": .number(JSONNumber(snippetChars)),
    ]
  }
}
