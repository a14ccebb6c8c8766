import Writ
import WritJSON
import WritPolicy
import WritTrials

/// A change of the profile policy, in the ledger and then in what follows it.
struct ProfileChange {
  let ledger: Ledger
  let system: RunningSystem?
  let targets: DeclaredTargets
  let alerting: ProfileAlerting
  let target: ProfilePolicy
  /// What was in force before.
  let previous: JSONValue
  let payload: JSONValue
  let onFailure: TargetFailure

  /// Makes the commit and lets everything follow that is to follow it.
  ///
  /// - Parameter keep: is given what came of it each time that something has changed, to be kept.
  /// - Throws: when something did not follow; what that led to is kept before.
  func run(_ request: ApplyRequest, keep: (JSONValue) throws -> Void) throws -> JSONValue {
    let outcome = try apply(request)
    var response: JSONObject = outcome.map(Self.json) ?? ["outcome": "unchanged"]
    try keep(.object(response))
    if request.isDryRun { return .object(response) }
    if let unfinished = outcome?.unfinished {
      throw LedgerError(.failure, "unfinished", unfinished, hint: "run 'writ doctor --fix'")
    }
    if outcome?.record != nil {
      let source = payload["source"]?.stringValue ?? "cli"
      response.merge(alerting.members(source: source, policy: target))
    }
    do {
      try letSystemFollow(&response, outcome, request)
      try letTargetsFollow(&response, outcome, request)
    } catch {
      try keep(.object(response))
      throw error
    }
    try keep(.object(response))
    return .object(response)
  }

  private func letSystemFollow(
    _ response: inout JSONObject, _ outcome: ApplyOutcome?, _ request: ApplyRequest
  ) throws {
    guard let system else { return }
    do {
      response["target"] = try system.change(payload)
    } catch {
      // The change may have been made although its answer was lost.
      guard !system.follows(target) else {
        response["target"] = ["event": "MODEL_PROFILE_POLICY_CONFIRMED"]
        return
      }
      response["target"] = ["error": .string(Failure.sentence(error))]
      let unmade = try unmake(outcome, request)
      response.merge(unmade)
      throw Self.failure(error, unmade)
    }
  }

  private func letTargetsFollow(
    _ response: inout JSONObject, _ outcome: ApplyOutcome?, _ request: ApplyRequest
  ) throws {
    var undone: JSONObject = [:]
    let reports = try targets.follow { _ in
      // What this run did not change, it does not take back.
      guard let outcome, outcome.record != nil else { return nil }
      undone = try undo(outcome, request)
      return undone["rollback"]?.stringValue
    }
    if !reports.isEmpty { response["targets"] = .array(reports.map(\.json)) }
    guard let error = DeclaredTargets.failure(reports) else { return }
    response["state"] = "diverged"
    response.merge(undone)
    if let system, !undone.isEmpty, var active = previous["active"]?.objectValue {
      active["source"] = payload["source"]
      do {
        response["target"] = try system.change(.object(active))
      } catch {
        response["target"] = ["error": .string(Failure.sentence(error))]
      }
    }
    throw Self.failure(error, response)
  }

  /// The commit; nil when the branch says all of it already.
  private func apply(_ request: ApplyRequest) throws -> ApplyOutcome? {
    if case .edits(let edits) = request.change, edits.isEmpty { return nil }
    let outcome = try ledger.apply(request)
    for note in outcome.notes { Output.message("note: \(note)") }
    return outcome
  }

  static func json(_ outcome: ApplyOutcome) -> JSONObject {
    var object: JSONObject = ["outcome": .string(outcome.kind.rawValue)]
    guard outcome.kind != .wouldApply, let record = outcome.record else { return object }
    object["apply"] = .string(record.id.description)
    object["commit"] = outcome.commit.map(JSONValue.string)
    object["ledger_checkpoint"] = record.checkpoint.map(JSONValue.string)
    return object
  }

  /// What is done about a running system that did not follow, by declared policy.
  private func unmake(_ outcome: ApplyOutcome?, _ request: ApplyRequest) throws -> JSONObject {
    guard onFailure == .rollback, let outcome, outcome.record != nil else {
      return ["state": "diverged"]
    }
    return try undo(outcome, request)
  }

  /// Takes the commit back by another one.
  private func undo(_ outcome: ApplyOutcome, _ request: ApplyRequest) throws -> JSONObject {
    guard let id = outcome.record?.id else { return ["state": "diverged"] }
    var rollback = RollbackRequest(.undo(id.description))
    rollback.branch = request.branch
    rollback.metadata = request.metadata
    rollback.metadata.key = nil
    rollback.metadata.rationale = "The running system did not follow \(id)"
    rollback.signing = request.signing
    let undone = try ledger.rollback(rollback)
    var object: JSONObject = ["state": "rolled_back"]
    object["rollback"] = undone.record.map { .string($0.id.description) }
    object["rollback_commit"] = undone.commit.map(JSONValue.string)
    return object
  }

  private static func failure(_ error: any Error, _ unmade: JSONObject) -> LedgerError {
    let isBack = unmade["state"]?.stringValue == "rolled_back"
    return LedgerError(
      .failure, "target-failed",
      "The running system did not follow: \(Failure.sentence(error)) "
        + (isBack
          ? "The commit was rolled back." : "The commit stays, and the difference is recorded."),
      hint: isBack
        ? "mend the running system, then apply again"
        : "mend the running system, then apply again or roll back")
  }
}

extension JSONObject {
  /// Takes over the members of another object.
  mutating func merge(_ other: JSONObject) {
    for (key, value) in other { self[key] = value }
  }
}
