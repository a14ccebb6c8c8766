import WritJSON
import WritPolicy
import WritTrials

/// A run that was broken off and is gone on with.
struct FormerRun {
  let path: String
  private let document: JSONValue

  init(_ path: String) throws {
    self.path = path
    document = try Input.json(path)
    guard document["models"]?.objectValue != nil else {
      throw UsageError("'\(path)' is no report of a benchmark.")
    }
  }

  /// The models that were to be measured.
  var models: [String] { document["models"]?.objectValue.map { Array($0.keys) } ?? [] }

  /// Whether it came to its end.
  var isFinished: Bool { document["finished_at_utc"] != nil }

  /// The runs that were made.
  func runs(of model: String, _ suite: Suite) -> [RunRecord] {
    (document["models"]?[model]?["runs"]?.arrayValue ?? []).compactMap {
      RunRecord($0, model: model, suite: suite)
    }
  }

  /// How it was made; what is said otherwise now is refused, because half of a run is no whole.
  func setting(
    _ suite: Suite, _ options: RunOptions, sources: JSONObject
  ) throws -> BenchmarkReport.Setting {
    guard document["suite"]?.stringValue == suite.rawValue,
      let id = document["run_id"]?.stringValue,
      let started = document["started_at_utc"]?.stringValue,
      let repeats = document["repeats"]?.intValue, let limit = document["num_predict"]?.intValue,
      let threshold = document["ability_pass_threshold"]?.doubleValue
    else { throw different("suite", "another one") }
    if let asked = options.repeats, asked != repeats { throw different("repeats", "\(repeats)") }
    if let asked = options.numPredict, asked != limit { throw different("num_predict", "\(limit)") }
    if let asked = options.abilityPassThreshold, asked != threshold {
      throw different("ability_pass_threshold", "\(threshold)")
    }
    guard document["cases_sha256"] == sources["cases_sha256"] else {
      throw different("cases", "other ones")
    }
    return BenchmarkReport.Setting(
      suite: suite, runID: id, startedAt: try Instant.parse(started), serverURL: "",
      serverVersion: "", repeats: repeats, outputLimit: limit, passThreshold: threshold,
      sources: sources)
  }

  /// Refuses a server that is not the one of the run.
  func require(server url: String) throws {
    guard document["ollama_url"]?.stringValue == url else {
      throw different("server", document["ollama_url"]?.stringValue ?? "none")
    }
  }

  private func different(_ what: String, _ found: String) -> UsageError {
    UsageError(
      "The run in '\(path)' cannot be gone on with: its \(what) was \(found.oneLine).",
      hint: "say the same as then, or start anew without --resume")
  }
}
