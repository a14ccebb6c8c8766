internal import WritJSON
internal import WritPolicy

/// Prompts with what their answers must be like: a JSON object on each line.
public enum LivePrompts {
  private static let known = [
    "id", "category", "prompt", "required_json_keys", "required_substrings",
    "forbidden_substrings", "output_format", "exact_line_count", "min_words", "notes", "tags",
  ]

  /// More prompts than this are a mistake.
  private static let limit = 100_000

  /// Reads a prompts file; a line with a mistake is named.
  public static func read(_ bytes: [UInt8]) throws(TrialError) -> [TrialCase] {
    var cases: [TrialCase] = []
    var seen: Set<[UInt8]> = []
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated()
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      let item = try read(line, index + 1)
      guard seen.insert(Array(item.id.utf8)).inserted else {
        throw TrialError(
          .form, "The prompt '\(item.id.shortened)' stands twice.", line: index + 1,
          hint: "give each prompt its own id")
      }
      cases.append(item)
      guard cases.count <= limit else {
        throw TrialError(.form, "There are more than \(limit) prompts.", line: index + 1)
      }
    }
    guard !cases.isEmpty else {
      throw TrialError(
        .empty, "There is no prompt.", hint: "write one JSON object on a line, with id and prompt")
    }
    return cases
  }

  private static func read(
    _ line: ArraySlice<UInt8>, _ number: Int
  ) throws(TrialError) -> TrialCase {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument(parsing: Array(line)).value
    } catch {
      throw TrialError(
        .form, "The line is not strict JSON: \(error.message)", line: number, hint: error.hint)
    }
    do throws(PolicyError) {
      let form = try Form(value, "the prompt", known: known)
      let id = try form.string("id")
      let prompt = try form.string("prompt")
      guard !id.utf8.isEmpty, !prompt.utf8.isEmpty else { throw form.wrong("id", "not empty") }
      return TrialCase(
        id: id, category: try form.optionalString("category") ?? "", prompt: prompt,
        checks: try checks(form))
    } catch {
      throw TrialError(.form, error.message, line: number, hint: error.hint)
    }
  }

  private static func checks(_ form: Form) throws(PolicyError) -> AnswerChecks {
    var checks = AnswerChecks()
    checks.requiredKeys = try form.strings("required_json_keys")
    checks.requiredTexts = try form.strings("required_substrings")
    checks.forbiddenTexts = try form.strings("forbidden_substrings")
    switch try form.optionalString("output_format") {
    case "code"?: checks.isCode = true
    case nil, "text"?, "json"?: break
    default: throw form.wrong("output_format", "'code', 'json' or 'text'")
    }
    checks.lineCount = try form.optionalInt("exact_line_count", in: 1...100_000)
    checks.minWords = try form.optionalInt("min_words", in: 1...100_000)
    return checks
  }
}
