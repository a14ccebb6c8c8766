internal import WritJSON

/// What one check found, with its reason.
public struct CheckResult: Sendable {
  /// What kind of check it is, as a decision tells it.
  public enum Kind: String, Sendable {
    case evidence, objective, score, condition, comparison, coverage, quarantine
  }

  /// The kind.
  public let kind: Kind
  /// The name.
  public let name: String
  /// What was found.
  public let verdict: CheckVerdict
  /// Whether it holds the change up.
  public let holds: Bool
  /// Why, as a full sentence.
  public let reason: String
  let details: JSONObject

  init(
    _ kind: Kind, _ name: String, _ finding: CheckFinding, holds: Bool
  ) {
    self.kind = kind
    self.name = name
    verdict = finding.verdict
    self.holds = holds
    reason = finding.reason
    details = finding.details
  }

  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "type": .string(kind.rawValue),
      "verdict": .string(verdict.rawValue), "holds": .bool(holds), "reason": .string(reason),
    ]
    for (key, value) in details { object[key] = value }
    return .object(object)
  }
}

/// A verdict with its reason, before it is known whether it holds.
struct CheckFinding {
  var verdict: CheckVerdict
  var reason: String
  var details: JSONObject = [:]

  init(_ verdict: CheckVerdict, _ reason: String, _ details: JSONObject = [:]) {
    self.verdict = verdict
    self.reason = reason
    self.details = details
  }

  /// The one that counts: the greatest verdict, and of equals the first.
  static func worst(_ findings: [CheckFinding]) -> CheckFinding? {
    findings.reduce(nil) { worst, next in
      guard let worst else { return next }
      return next.verdict > worst.verdict ? next : worst
    }
  }
}

extension Double {
  /// The number as a decision tells it.
  var json: JSONValue { JSONNumber(self).map(JSONValue.number) ?? .null }

  /// The number in a sentence, without digits that say nothing.
  var shown: String {
    guard magnitude < 1e15, magnitude >= 1e-4 || self == 0 else { return "\(self)" }
    var digits = self == rounded() ? String(Int64(self)) : "\((self * 1e6).rounded() / 1e6)"
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    return digits
  }
}
