public import WritJSON

/// A change with the verdict that the rules are expected to give: rules are code and have tests.
public struct RuleCase: Sendable {
  /// Where cases are kept.
  public static let folder = "governance/tests"

  /// What the case shows, as a sentence.
  public let note: String
  /// The change, with everything that the judge is told of it.
  public let proposal: Proposal
  /// The verdict that is expected.
  public let expected: Expectation

  /// What is expected of a verdict.
  public struct Expectation: Sendable {
    /// Whether the change may pass.
    public let isAllowed: Bool
    /// The findings, exactly these in any order; nil when any will do.
    public let findings: [ExpectedFinding]?
    /// The rules that speak, in the order of the file; nil when it does not matter.
    public let speaking: [String]?
  }

  /// What is expected of a finding; what is nil does not matter.
  public struct ExpectedFinding: Sendable, Equatable {
    /// The code.
    public let code: String?
    /// The rule.
    public let rule: String?
    /// The document's name, or the path of a file that is none.
    public let policy: String?
    /// The value, as a JSON Pointer.
    public let pointer: String?
    /// The id of the condition.
    public let condition: String?
    /// The place in the rules, as a JSON Pointer.
    public let requirement: String?
  }

  /// Reads the cases of one file.
  ///
  /// - Parameters:
  ///   - path: the file, for messages.
  ///   - identity: what identifies the elements of the arrays of the policy at a path.
  public static func list(
    _ document: JSONDocument, _ path: String,
    identity: @escaping (String) -> JSONIdentity = { _ in .default }
  ) throws(PolicyError) -> [RuleCase] {
    do throws(PolicyError) {
      let form = try Form(
        document.value, path, known: ["$schema", "description", "now", "metadata", "cases"])
      _ = try form.optionalString("$schema")
      _ = try form.optionalString("description")
      guard form.value("cases")?.arrayValue?.isEmpty == false else {
        throw form.wrong("cases", "an array of at least one case")
      }
      var result: [RuleCase] = []
      for (index, value) in try form.array("cases").enumerated() {
        let reader = RuleCaseReader(
          path: path, place: form.place("cases").appending(index), now: form.value("now"),
          metadata: form.value("metadata"), identity: identity)
        result.append(try reader.read(value))
      }
      return result
    } catch {
      throw error.located(in: document)
    }
  }
}

/// What came of a case.
public struct RuleCaseResult: Sendable {
  /// The case.
  public let ruleCase: RuleCase
  /// The verdict that the rules gave.
  public let verdict: Verdict
  /// What is not as expected, one sentence each; none when the case passes.
  public let problems: [String]
}

extension Rules {
  /// Holds a case against the rules.
  public func check(_ ruleCase: RuleCase) -> RuleCaseResult {
    let verdict = judge(ruleCase.proposal)
    return RuleCaseResult(
      ruleCase: ruleCase, verdict: verdict, problems: ruleCase.expected.problems(with: verdict))
  }
}

extension RuleCase.Expectation {
  func problems(with verdict: Verdict) -> [String] {
    var result: [String] = []
    if verdict.isAllowed != isAllowed {
      let words = { (allowed: Bool) in allowed ? "allowed" : "refused" }
      result.append("The change is \(words(verdict.isAllowed)), expected: \(words(isAllowed)).")
    }
    if let speaking, speaking != verdict.speaking {
      result.append(
        "The rules that speak are \(verdict.speaking.listed), expected: \(speaking.listed).")
    }
    guard let findings else {
      // What was not expected to be refused is told with its reasons.
      return result + (isAllowed ? verdict.findings.map { "Found: \($0.message)" } : [])
    }
    return result + differences(from: findings, in: verdict.findings)
  }

  private func differences(
    from wanted: [RuleCase.ExpectedFinding], in found: [Finding]
  ) -> [String] {
    var rest = found
    var missing: [RuleCase.ExpectedFinding] = []
    // The most exact ones choose first, so that a vague one does not take what they need.
    for expected in wanted.sorted(by: { $0.exactness > $1.exactness }) {
      if let index = rest.firstIndex(where: expected.matches) {
        rest.remove(at: index)
      } else {
        missing.append(expected)
      }
    }
    return missing.map { "Expected and not found: \($0.words)." }
      + rest.map { "Found and not expected: \($0.code.rawValue): \($0.message)" }
  }
}

extension RuleCase.ExpectedFinding {
  private var members: [(name: String, value: String?)] {
    [
      ("code", code), ("rule", rule), ("policy", policy), ("pointer", pointer),
      ("condition", condition), ("requirement", requirement),
    ]
  }

  var exactness: Int { members.count { $0.value != nil } }

  var words: String {
    let told = members.compactMap { name, value in value.map { "\(name) \($0.oneLine)" } }
    return told.isEmpty ? "any finding" : told.joined(separator: ", ")
  }

  func matches(_ finding: Finding) -> Bool {
    let label = finding.path.map { DocumentName(path: $0)?.text ?? $0 }
    return isSame(code, finding.code.rawValue) && isSame(rule, finding.rule)
      && isSame(policy, label) && isSame(pointer, finding.pointer)
      && isSame(condition, finding.condition) && isSame(requirement, finding.requirement)
  }

  private func isSame(_ wanted: String?, _ found: String?) -> Bool {
    guard let wanted else { return true }
    return found.map { $0.hasSameBytes(as: wanted) } ?? false
  }
}

extension [String] {
  /// `a, b`, or `none`.
  fileprivate var listed: String { isEmpty ? "none" : joined(separator: ", ").oneLine }
}
