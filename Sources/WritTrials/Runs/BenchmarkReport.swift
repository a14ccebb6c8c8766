public import WritJSON
public import WritPolicy

/// What was measured of some models in one suite.
public struct BenchmarkReport: Sendable {
  /// What a report says of how it was made.
  public struct Setting: Sendable {
    /// The suite.
    public var suite: Suite
    /// The id, from the time at which it was started: `20260102T030405Z`.
    public var runID: String
    /// When it was started.
    public var startedAt: Instant
    /// Where the server is, without anything secret.
    public var serverURL: String
    /// What the server says that it is.
    public var serverVersion: String
    /// How often each case was run.
    public var repeats: Int
    /// How many tokens an answer may have.
    public var outputLimit: Int
    /// The score from which a run passes.
    public var passThreshold: Double
    /// Further members: the files and folders that the cases come from.
    public var sources: JSONObject

    /// Makes a setting from its parts.
    public init(
      suite: Suite, runID: String, startedAt: Instant, serverURL: String, serverVersion: String,
      repeats: Int, outputLimit: Int, passThreshold: Double, sources: JSONObject = [:]
    ) {
      self.suite = suite
      self.runID = runID
      self.startedAt = startedAt
      self.serverURL = serverURL
      self.serverVersion = serverVersion
      self.repeats = repeats
      self.outputLimit = outputLimit
      self.passThreshold = passThreshold
      self.sources = sources
    }
  }

  /// How it was made.
  public var setting: Setting
  /// When it was finished; nil when it was broken off.
  public var finishedAt: Instant?
  /// The models with their runs, in the order in which they were measured.
  public var models: [(entry: ModelMatrix.Entry, runs: [RunRecord])]

  /// Makes a report from its parts.
  public init(
    setting: Setting, finishedAt: Instant?, models: [(entry: ModelMatrix.Entry, runs: [RunRecord])]
  ) {
    self.setting = setting
    self.finishedAt = finishedAt
    self.models = models
  }

  /// The summary of a model's runs.
  public func summary(_ entry: ModelMatrix.Entry, _ runs: [RunRecord]) -> ModelSummary {
    ModelSummary(runs, passThreshold: setting.passThreshold, memory: entry.memory)
  }

  /// The document.
  public var json: JSONValue {
    var object: JSONObject = [
      "run_id": .string(setting.runID), "started_at_utc": .string(setting.startedAt.description),
      "suite": .string(setting.suite.rawValue), "ollama_url": .string(setting.serverURL),
      "ollama_version": .string(setting.serverVersion),
    ]
    for (key, value) in setting.sources { object[key] = value }
    object["repeats"] = .number(JSONNumber(setting.repeats))
    object["num_predict"] = .number(JSONNumber(setting.outputLimit))
    object["ability_pass_threshold"] = setting.passThreshold.json
    var found: JSONObject = [:]
    for (entry, runs) in models {
      found[entry.tag] = [
        "runs": .array(runs.map { $0.json(of: setting.suite) }),
        "summary": summary(entry, runs).json, "matrix_entry": entry.json,
      ]
    }
    object["models"] = .object(found)
    object["finished_at_utc"] = finishedAt.map { .string($0.description) }
    return .object(object)
  }
}

/// The id of a run, from the time at which it was started.
public enum RunID {
  /// The id in the form `20260102T030405Z`.
  public static func of(_ time: Instant) -> String {
    let whole = Instant(seconds: time.seconds)
    return whole.description.filter { $0 != "-" && $0 != ":" }
  }

  /// Whether a text has the form of an id.
  public static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else {
      return false
    }
    return (bytes[..<8] + bytes[9..<15]).allSatisfy { (0x30...0x39).contains($0) }
  }
}

/// A report as it was written, by this tool or by the one that it follows.
public struct StoredReport: Sendable {
  /// The suite; nil when the report does not say.
  public let suite: Suite?
  /// When it was finished, or else started, as the report says; nil when it says neither.
  public let recordedAt: Instant?
  /// The summaries by model.
  public let summaries: [(model: String, summary: ModelSummary)]

  /// Reads a report.
  public init(_ document: JSONValue, _ what: String) throws(TrialError) {
    guard let models = document["models"]?.objectValue, !models.isEmpty else {
      throw TrialError(.form, "\(what) has no 'models', so it is no report of a benchmark.")
    }
    suite = document["suite"]?.stringValue.flatMap(Suite.init(rawValue:))
    recordedAt = StoredReport.time(document)
    var summaries: [(model: String, summary: ModelSummary)] = []
    for (model, value) in models {
      let label = "The summary of '\(model.shortened)'"
      guard let summary = value["summary"] else { throw TrialError(.form, "\(label) is missing.") }
      let told = try ModelSummary(summary, label)
      try SummaryCheck(value["runs"]?.arrayValue ?? [], of: model).require(told)
      summaries.append((model, told))
    }
    self.summaries = summaries
  }

  private static func time(_ document: JSONValue) -> Instant? {
    for key in ["finished_at_utc", "started_at_utc"] {
      guard let text = document[key]?.stringValue else { continue }
      do throws(TimeError) {
        return try Instant.parse(text)
      } catch {
        continue
      }
    }
    return nil
  }

  /// The summary of a model, or nil.
  public func summary(of model: String) -> ModelSummary? {
    summaries.first { $0.model.hasSameBytes(as: model) }?.summary
  }

  /// Refuses a report that says that it was recorded after now: its age cannot be known then.
  public func requirePast(at now: Instant, _ what: String) throws(TrialError) {
    guard let recordedAt, recordedAt > now.adding(seconds: 300) else { return }
    throw TrialError(
      .stale, "\(what) was recorded at \(recordedAt), which is after \(now): a clock is wrong.",
      hint: "set the clock right, and measure again")
  }

  /// Refuses a report that is too old to be used again; its age counts by the time inside.
  public func requireFresh(
    hours: Double, at now: Instant, _ what: String
  ) throws(TrialError) {
    guard let recordedAt else {
      throw TrialError(
        .stale, "\(what) does not say when it was recorded, so its age is not known.",
        hint: "measure again")
    }
    try requirePast(at: now, what)
    guard recordedAt.adding(seconds: Int64((hours * 3600).rounded())) >= now else {
      throw TrialError(
        .stale, "\(what) was recorded at \(recordedAt), more than \(hours) hours before \(now).",
        hint: "measure again, or raise --max-reused-report-age-hours")
    }
  }
}
