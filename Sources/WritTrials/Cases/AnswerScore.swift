public import WritJSON

/// How good an answer is: the mean of the checks that its case asks for.
public struct AnswerScore: Sendable, Equatable {
  /// The checks by name, each from 0 to 1.
  public let checks: [(name: String, value: Double)]

  /// The mean, 0 to 1.
  public var value: Double {
    checks.isEmpty ? 0 : checks.reduce(0) { $0 + $1.value } / Double(checks.count)
  }

  /// Scores an answer.
  public init(_ answer: String, for item: TrialCase) {
    checks =
      item.checks.needsJSON
      ? AnswerScore.extraction(answer, item.checks) : AnswerScore.live(answer, item.checks)
  }

  /// Compares names and values.
  public static func == (left: AnswerScore, right: AnswerScore) -> Bool {
    left.checks.elementsEqual(right.checks) { $0.name == $1.name && $0.value == $1.value }
  }

  private static func live(
    _ answer: String, _ wanted: AnswerChecks
  ) -> [(name: String, value: Double)] {
    let text = answer.trimmed
    let lower = text.lowercased()
    var checks: [(name: String, value: Double)] = [("non_empty", text.isEmpty ? 0 : 1)]
    if !wanted.requiredKeys.isEmpty {
      checks.append(("required_json_keys", share(of: wanted.requiredKeys, in: text.jsonObject)))
    }
    if !wanted.requiredTexts.isEmpty {
      checks.append(("required_substrings", share(of: wanted.requiredTexts, in: lower)))
    }
    if !wanted.forbiddenTexts.isEmpty {
      checks.append(("forbidden_substrings", 1 - share(of: wanted.forbiddenTexts, in: lower)))
    }
    if wanted.isCode { checks.append(("code_format", text.looksLikeCode ? 1 : 0)) }
    if let count = wanted.lineCount {
      checks.append(("exact_line_count", text.lineCount == count ? 1 : 0))
    }
    if let count = wanted.minWords {
      checks.append(("min_words", Words.of(text).count >= count ? 1 : 0))
    }
    return checks
  }

  /// An answer that is no JSON object is worth nothing, whatever words stand in it.
  private static func extraction(
    _ answer: String, _ wanted: AnswerChecks
  ) -> [(name: String, value: Double)] {
    guard let object = answer.trimmed.jsonObject else {
      return ["json_parse", "required_json_keys", "keyword_coverage", "min_words"].map { ($0, 0) }
    }
    let text = JSONValue.object(object).compactText.lowercased()
    return [
      ("json_parse", 1), ("required_json_keys", share(of: wanted.requiredKeys, in: object)),
      ("keyword_coverage", share(of: wanted.keywords, in: text)),
      ("min_words", Words.of(text).count >= wanted.minWords ?? 0 ? 1 : 0),
    ]
  }

  private static func share(of keys: [String], in object: JSONObject?) -> Double {
    guard let object, !keys.isEmpty else { return 0 }
    return Double(keys.count { object.contains(key: $0) }) / Double(keys.count)
  }

  private static func share(of texts: [String], in lower: String) -> Double {
    guard !texts.isEmpty else { return 0 }
    return Double(texts.count { lower.hasBytes($0.lowercased()) }) / Double(texts.count)
  }

  /// The checks as a report has them.
  public var json: JSONValue {
    ["checks": .object(JSONObject(checks.map { ($0.name, $0.value.json) }))]
  }
}

extension String {
  /// The text without blanks around it.
  fileprivate var trimmed: String {
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[start...end])
  }

  /// Whether the bytes of another text stand in this one.
  fileprivate func hasBytes(_ part: String) -> Bool {
    let mark = Array(part.utf8)
    guard let first = mark.first else { return true }
    let bytes = Array(utf8)
    guard bytes.count >= mark.count else { return false }
    return (0...(bytes.count - mark.count)).contains { start in
      bytes[start] == first && bytes[start..<(start + mark.count)].elementsEqual(mark)
    }
  }

  /// The JSON object in an answer: all of it, or what stands between the first and the last brace.
  fileprivate var jsonObject: JSONObject? {
    guard let start = utf8.firstIndex(of: UInt8(ascii: "{")),
      let end = utf8.lastIndex(of: UInt8(ascii: "}")), start < end
    else { return nil }
    do throws(JSONError) {
      return try JSONDocument(parsing: Array(utf8[start...end])).value.objectValue
    } catch {
      return nil
    }
  }

  private static let codeMarks = ["=>", "{", "}", "import ", "def ", "class ", "func ", "fn "]

  fileprivate var looksLikeCode: Bool { String.codeMarks.contains { hasBytes($0) } }

  /// Lines that are not blank.
  fileprivate var lineCount: Int {
    utf8.split(separator: 0x0A).count { line in
      !line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
  }
}

extension Double {
  /// The number as a report has it: six digits behind the point.
  var json: JSONValue { JSONNumber(rounded(to: 6)).map(JSONValue.number) ?? .null }
}
