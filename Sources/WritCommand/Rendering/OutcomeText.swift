import Writ
import WritJSON
import WritPolicy

/// What came of an apply or a rollback.
enum OutcomeText {
  /// Prints the outcome; one whose work tree could not be finished is a failure of the tool.
  static func finish(_ outcome: ApplyOutcome, _ command: String, isJSON: Bool) throws {
    for note in outcome.notes { Output.message("note: \(note)") }
    for override in outcome.record?.overrides ?? [] where override.isBreakGlass {
      Output.message(
        Style.red("BREAK-GLASS: \(override.by) stands in for what the rules ask: ")
          + override.reason)
    }
    if outcome.kind != .replayed {
      for override in outcome.record?.overrides ?? [] where override.isBreakGlass {
        Output.message("warning: Break-glass by \(override.by): \(override.reason)")
      }
    }
    if isJSON {
      Output.json(command, json(outcome))
    } else {
      print(outcome)
    }
    guard let unfinished = outcome.unfinished else { return }
    throw LedgerError(
      .failure, "unfinished", unfinished,
      hint: "mend the cause, then run 'writ doctor --fix'; the change itself is safe")
  }

  private static func print(_ outcome: ApplyOutcome) {
    guard let record = outcome.record else { return Output.line("No changes; nothing to do.") }
    switch outcome.kind {
    case .applied:
      Output.line("Applied \(Style.bold(record.id.description)) (\(record.intent.rawValue))")
    case .proposed:
      Output.line("Proposed \(Style.bold(record.id.description)) (\(record.intent.rawValue))")
    case .replayed: Output.line("Applied before as \(record.id); nothing to do.")
    case .wouldApply: Output.line("Would apply (\(record.intent.rawValue)); nothing was written.")
    case .unchanged: Output.line("No changes; nothing to do.")
    }
    for change in record.changes.prefix(20) {
      Output.line("  \(change.document)#\(change.pointer): \(change.summary(brief: false))")
    }
    if record.changes.count > 20 { Output.line("  ... and \(record.changes.count - 20) more") }
    for label in record.unchangedByValue { Output.line("  \(label): layout only") }
    for path in record.opaqueFiles { Output.line("  \(path): edited") }
    Output.line("branch      \(outcome.branch.shortBranch)")
    if let commit = outcome.commit { Output.line("commit      \(commit)") }
    if outcome.kind == .wouldApply { return }
    if let checkpoint = record.checkpoint { Output.line("checkpoint  \(checkpoint)") }
    if let restores = record.restores { Output.line("restores    \(restores)") }
    if let tree = outcome.policiesTree, record.intent == .rollback {
      Output.line("policies/   tree \(tree)")
    }
    for approval in record.approvals {
      Output.line("approved    \(approval.approver) (\(approval.mode.rawValue), \(approval.key))")
    }
    for item in record.evidence {
      Output.line(
        "evidence    \(item.name) (\(item.size) bytes, \(item.digest.description.prefix(19)))")
    }
  }

  private static func json(_ outcome: ApplyOutcome) -> JSONObject {
    var object: JSONObject = [
      "outcome": .string(outcome.kind.rawValue), "branch": .string(outcome.branch),
    ]
    object["id"] =
      outcome.kind == .wouldApply ? nil : outcome.record.map { .string($0.id.description) }
    object["commit"] = outcome.commit.map(JSONValue.string)
    object["checkpoint"] =
      outcome.kind == .wouldApply ? nil : outcome.record?.checkpoint.map(JSONValue.string)
    object["policiesTree"] = outcome.policiesTree.map(JSONValue.string)
    object["record"] = outcome.record?.json
    object["notes"] = .array(outcome.notes.map(JSONValue.string))
    return object
  }
}
