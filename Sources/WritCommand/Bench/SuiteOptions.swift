import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// Which models are measured.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The models to measure, separated by commas.", valueName: "TAGS"))
  var models: CommaList?

  @Flag(help: "Measure the models of the matrix that are not measured by default as well.")
  var includeOptional = false

  @Option(help: ArgumentHelp("The model matrix (\(BenchPlaces.matrix)).", valueName: "FILE"))
  var matrix: String?

  /// The models that are asked for and that the server has.
  ///
  /// - Throws: when it has none of them.
  func selected(
    installed: [InstalledModel], named: [String]? = nil
  ) throws -> [ModelMatrix.Entry] {
    let names = named ?? models?.values ?? []
    let matrix = try BenchPlaces.matrix(self.matrix)
    let known = matrix ?? ModelMatrix(tags: names.isEmpty ? installed.map(\.name) : names)
    let wanted = try known.selected(named: names, includingOptional: includeOptional)
    let found = wanted.filter { ModelMatrix.isInstalled($0.tag, among: installed) }
    for entry in wanted where !found.contains(where: { $0.tag == entry.tag }) {
      Output.message("note: '\(entry.tag.oneLine)' is not installed, and is not measured.")
    }
    guard !found.isEmpty else { throw noneInstalled(wanted.isEmpty, installed) }
    return found
  }

  private func noneInstalled(_ noneIsWanted: Bool, _ installed: [InstalledModel]) -> LedgerError {
    guard !noneIsWanted else {
      return LedgerError(
        .failure, "bench-none-installed",
        "The matrix names no model that is measured by default.",
        hint: "name models with --models, or say --include-optional")
    }
    let names = installed.prefix(ModelOptions.namesTold).map(\.name.oneLine)
    let more = installed.count > names.count ? ", and more" : ""
    return LedgerError(
      .failure, "bench-none-installed",
      "None of the models that are asked for is installed on the server.",
      hint: names.isEmpty
        ? "it has none at all; 'writ bench sync' lets Ollama fetch those of the matrix"
        : "it has \(names.joined(separator: ", "))\(more): add to the matrix what is to be measured, "
          + "or let Ollama fetch models by 'writ bench sync'")
  }

  /// More names than this are in `writ bench list`.
  private static let namesTold = 5
}

/// How often and how the cases are run.
struct RunOptions: ParsableArguments {
  @Option(help: "How often each case is run.")
  var repeats: Int?

  @Option(help: "The score from which a run passes, 0 to 1.")
  var abilityPassThreshold: Double?

  @Option(help: "How many tokens an answer may have.")
  var numPredict: Int?

  @Option(help: "How many runs are made at a time.")
  var concurrency = 1

  @Option(help: "How often a run is tried again after 429 and 5xx.")
  var retries = 2

  @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
  var outputDir = BenchPlaces.reports

  @Option(
    help: ArgumentHelp(
      "Go on with a run that was broken off: its id or its report.", valueName: "RUN"))
  var resume: String?

  mutating func validate() throws {
    if let repeats, !(1...1_000).contains(repeats) {
      throw ValidationError("--repeats is a number from 1 to 1000.")
    }
    if let abilityPassThreshold, !(0...1).contains(abilityPassThreshold) {
      throw ValidationError("--ability-pass-threshold is a number from 0 to 1.")
    }
    if let numPredict, !(1...1_000_000).contains(numPredict) {
      throw ValidationError("--num-predict is a number from 1 to 1000000.")
    }
    guard (1...1_024).contains(concurrency) else {
      throw ValidationError("--concurrency is a number from 1 to 1024.")
    }
    guard (0...100).contains(retries) else {
      throw ValidationError("--retries is a number from 0 to 100.")
    }
  }

  /// How many tokens an answer may have when nothing is said: an extraction is longer.
  static func outputLimit(_ suite: Suite) -> Int { suite == .live ? 192 : 384 }

  /// How a suite is run, the same way as the run that is gone on with.
  func setting(
    _ suite: Suite, runID: String, at now: Instant, sources: JSONObject, _ former: FormerRun?
  ) throws -> BenchmarkReport.Setting {
    if let former { return try former.setting(suite, self, sources: sources) }
    return BenchmarkReport.Setting(
      suite: suite, runID: runID, startedAt: now, serverURL: "", serverVersion: "",
      repeats: repeats ?? 1, outputLimit: numPredict ?? RunOptions.outputLimit(suite),
      passThreshold: abilityPassThreshold ?? 0.75, sources: sources)
  }
}
