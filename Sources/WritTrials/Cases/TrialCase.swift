public import WritJSON

/// The two suites that a model is measured by.
public enum Suite: String, Sendable, CaseIterable {
  /// Prompts of a file.
  case live
  /// Extraction from files of older projects.
  case legacy = "legacy_ingestion"
}

/// One task for a model, and what its answer must be like.
public struct TrialCase: Sendable, Equatable {
  /// The name, the same in every report.
  public let id: String
  /// What kind of task it is.
  public let category: String
  /// What the model is given.
  public let prompt: String
  /// What the answer is held against.
  public let checks: AnswerChecks
  /// The file that a legacy case was made from, by its path in the root.
  public let sourcePath: String?

  /// Makes a case from its parts.
  public init(
    id: String, category: String, prompt: String, checks: AnswerChecks, sourcePath: String? = nil
  ) {
    self.id = id
    self.category = category
    self.prompt = prompt
    self.checks = checks
    self.sourcePath = sourcePath
  }
}

/// What an answer is held against; a check that is not asked for does not count.
public struct AnswerChecks: Sendable, Equatable {
  /// Members that the JSON object in the answer must have.
  public var requiredKeys: [String] = []
  /// Texts that must be in it, in any case.
  public var requiredTexts: [String] = []
  /// Texts that must not be in it.
  public var forbiddenTexts: [String] = []
  /// Whether it must look like code.
  public var isCode = false
  /// How many lines with text it must have.
  public var lineCount: Int?
  /// How many words it must have at least.
  public var minWords: Int?
  /// Words that the JSON object must hold, for legacy cases.
  public var keywords: [String] = []
  /// Whether an answer without a JSON object is worth nothing.
  public var needsJSON = false

  /// Asks for nothing but an answer.
  public init() {}
}

extension TrialCase {
  /// The case as `--dump-cases` writes it.
  public var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "category": .string(category), "prompt": .string(prompt),
    ]
    object["source_path"] = sourcePath.map(JSONValue.string)
    if !checks.keywords.isEmpty {
      object["expected_keywords"] = .array(checks.keywords.map(JSONValue.string))
    }
    if !checks.requiredKeys.isEmpty {
      object["required_json_keys"] = .array(checks.requiredKeys.map(JSONValue.string))
    }
    object["min_words"] = checks.minWords.map { .number(JSONNumber($0)) }
    return .object(object)
  }
}
