import Writ
import WritJSON
import WritPolicy
import WritSignature

/// What checks of signatures and approvals found, for people and programs.
enum SignatureText {
  /// `good: Made by ... with the ED25519 key SHA256:...`.
  static func line(_ verdict: SignatureVerdict) -> String {
    if verdict.status == .unsigned { return "unsigned" }
    let style: Style = verdict.status == .good ? .green : .red
    return "\(style(verdict.status.rawValue)): \(verdict.reason)"
  }

  static func json(_ verdict: SignatureVerdict) -> JSONValue {
    var object: JSONObject = ["status": .string(verdict.status.rawValue)]
    object["key"] = verdict.key.map { .string($0.fingerprint) }
    object["keyType"] = verdict.key.map { .string($0.kind.rawValue) }
    object["principals"] = .array(verdict.principals.map(JSONValue.string))
    object["reason"] = .string(verdict.reason)
    return .object(object)
  }

  /// `human, good: ada@example.org with SHA256:... at 2026-...`.
  static func line(_ approval: CheckedApproval) -> String {
    let mode = approval.predicate.mode
    let word = mode == .breakGlass ? Style.red("BREAK-GLASS") : mode.rawValue
    let status = approval.verdict.status
    var text = "\(word), \(Status.style(approval)(Status.word(approval)))"
    if status == .good {
      text += ": \(approval.approver) with \(approval.key) at \(approval.predicate.time)"
    } else {
      text += ": \(approval.verdict.reason)"
    }
    for sentence in approval.drift { text += " \(sentence)" }
    if let note = approval.predicate.note { text += " (\(note))" }
    return text
  }

  private enum Status {
    static func word(_ approval: CheckedApproval) -> String {
      approval.verdict.status == .good && !approval.drift.isEmpty
        ? "void" : approval.verdict.status.rawValue
    }

    static func style(_ approval: CheckedApproval) -> Style {
      word(approval) == "good" ? .green : .red
    }
  }

  static func json(_ approval: CheckedApproval) -> JSONValue {
    var object: JSONObject = [
      "approver": .string(approval.approver), "key": .string(approval.key),
      "mode": .string(approval.predicate.mode.rawValue),
      "time": .string(approval.predicate.time.description),
      "signature": json(approval.verdict),
      "drift": .array(approval.drift.map(JSONValue.string)),
      "counts": .bool(approval.approval.holds),
      "sha256": .string(approval.digest.hex),
    ]
    object["note"] = approval.predicate.note.map(JSONValue.string)
    return .object(object)
  }
}
