public import WritJSON
internal import WritPolicy

/// One run of a case: what was measured, or why nothing was.
public struct RunRecord: Sendable, Equatable {
  /// What a run that ended well measured.
  public struct Measured: Sendable, Equatable {
    /// From the request to the end of the answer, in seconds.
    public var wall: Double
    /// From the request to the first piece of the answer, in seconds; nil when it came whole.
    public var firstToken: Double?
    /// The mean time between two pieces of the answer, in seconds; nil when there were not two.
    public var interToken: Double?
    /// What the server says that it took, in seconds; 0 when it says nothing.
    public var totalAPI = 0.0
    /// Tokens of the prompt, as the server counts.
    public var promptTokens = 0
    /// Tokens of the answer.
    public var outputTokens = 0
    /// Whether the server counted them; else the pieces of the answer were counted here.
    public var isCounted = true
    /// Tokens of the answer in a second; 0 when that is not known.
    public var tokensPerSecond = 0.0
    /// Why the answer ended, as the server says.
    public var doneReason: String?
    /// How many characters the answer has.
    public var responseCharacters = 0
    /// The beginning of the answer.
    public var preview = ""
    /// How good the answer is, 0 to 1.
    public var score = 0.0
    /// The checks behind the score, as a report has them.
    public var checks: JSONValue = ["checks": [:]]

    /// Starts with the time that a run took.
    public init(wall: Double) { self.wall = wall }
  }

  /// How a run ended.
  public enum Outcome: Sendable, Equatable {
    /// Well.
    case measured(Measured)
    /// With an error, and without a measurement.
    case failed(String)
    /// Without reaching the server at all, which says nothing about the model.
    case unreachable(String)
  }

  /// The model.
  public let model: String
  /// The case.
  public let caseID: String
  /// The kind of case.
  public let category: String
  /// The file that a legacy case was made from.
  public let sourcePath: String?
  /// Which repeat of the case it is, from 0.
  public let repeatIndex: Int
  /// How often it was tried.
  public let attempts: Int
  /// How it ended.
  public let outcome: Outcome

  /// Makes a record from its parts.
  public init(
    model: String, item: TrialCase, repeatIndex: Int, attempts: Int, outcome: Outcome
  ) {
    self.model = model
    caseID = item.id
    category = item.category
    sourcePath = item.sourcePath
    self.repeatIndex = repeatIndex
    self.attempts = attempts
    self.outcome = outcome
  }

  /// What was measured, or nil.
  public var measured: Measured? { if case .measured(let found) = outcome { found } else { nil } }

  /// The longest beginning of an answer that a report keeps, in characters.
  public static let previewLength = 320
}

extension RunRecord {
  /// The run as a report has it.
  public func json(of suite: Suite) -> JSONValue {
    var object: JSONObject = [:]
    object[RunRecord.idKey(suite)] = .string(caseID)
    object["category"] = .string(category)
    object["source_path"] = sourcePath.map(JSONValue.string)
    object["repeat_index"] = .number(JSONNumber(repeatIndex))
    object["attempts"] = .number(JSONNumber(attempts))
    switch outcome {
    case .failed(let reason), .unreachable(let reason): object["error"] = .string(reason)
    case .measured(let found):
      found.add(to: &object)
      object["error"] = .null
    }
    return .object(object)
  }

  private static func idKey(_ suite: Suite) -> String { suite == .live ? "prompt_id" : "case_id" }

  /// Reads a run of a report; nil for what is none.
  public init?(_ value: JSONValue, model: String, suite: Suite) {
    guard let id = value[RunRecord.idKey(suite)]?.stringValue,
      let number = value["repeat_index"]?.intValue
    else { return nil }
    self.model = model
    caseID = id
    category = value["category"]?.stringValue ?? ""
    sourcePath = value["source_path"]?.stringValue
    repeatIndex = number
    attempts = value["attempts"]?.intValue ?? 1
    if let reason = value["error"]?.stringValue {
      outcome = .failed(reason)
    } else {
      guard let measured = Measured(value) else { return nil }
      outcome = .measured(measured)
    }
  }
}

extension RunRecord.Measured {
  fileprivate func add(to object: inout JSONObject) {
    object["wall_seconds"] = wall.json
    object["ttft_seconds"] = firstToken?.json
    object["inter_token_seconds"] = interToken?.json
    object["total_seconds_api"] = totalAPI.json
    object["prompt_eval_count"] = .number(JSONNumber(promptTokens))
    object["eval_count"] = .number(JSONNumber(outputTokens))
    if !isCounted { object["eval_count_from"] = "pieces" }
    object["eval_tokens_per_second"] = tokensPerSecond.json
    object["done_reason"] = doneReason.map(JSONValue.string) ?? .null
    object["response_chars"] = .number(JSONNumber(responseCharacters))
    object["response_preview"] = .string(preview)
    object["ability_score"] = score.json
    object["ability_checks"] = checks
  }

  fileprivate init?(_ value: JSONValue) {
    guard let wall = value["wall_seconds"]?.doubleValue, wall >= 0,
      let score = value["ability_score"]?.doubleValue, (0...1).contains(score)
    else { return nil }
    self.init(wall: wall)
    self.score = score
    firstToken = value["ttft_seconds"]?.doubleValue
    interToken = value["inter_token_seconds"]?.doubleValue
    totalAPI = value["total_seconds_api"]?.doubleValue ?? 0
    promptTokens = value["prompt_eval_count"]?.intValue ?? 0
    outputTokens = value["eval_count"]?.intValue ?? 0
    isCounted = value["eval_count_from"] == nil
    tokensPerSecond = value["eval_tokens_per_second"]?.doubleValue ?? 0
    doneReason = value["done_reason"]?.stringValue
    responseCharacters = value["response_chars"]?.intValue ?? 0
    preview = value["response_preview"]?.stringValue ?? ""
    checks = value["ability_checks"] ?? ["checks": [:]]
  }
}
