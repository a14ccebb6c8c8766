import Writ
import WritJSON
import WritPolicy

/// What came of rule cases.
enum RuleCaseText {
  static func report(_ results: [CheckedCase]) -> Report {
    Report(
      name: "rules test",
      items: results.map { checked in
        Report.Item(
          name: "\(checked.path): \(checked.result.ruleCase.note)",
          problems: checked.result.problems.map {
            Report.Problem(code: "rule-case", path: checked.path, message: $0)
          })
      })
  }

  static func json(_ results: [CheckedCase]) -> JSONObject {
    let failed = results.count { !$0.result.problems.isEmpty }
    return [
      "passed": .number(JSONNumber(results.count - failed)),
      "failed": .number(JSONNumber(failed)),
      "cases": .array(results.map(json)),
    ]
  }

  private static func json(_ checked: CheckedCase) -> JSONValue {
    let verdict = checked.result.verdict
    return [
      "path": .string(checked.path), "note": .string(checked.result.ruleCase.note),
      "passed": .bool(checked.result.problems.isEmpty),
      "problems": .array(checked.result.problems.map(JSONValue.string)),
      "allowed": .bool(verdict.isAllowed),
      "rules": .array(verdict.speaking.map(JSONValue.string)),
      "findings": .array(verdict.findings.map(\.json)),
    ]
  }
}
