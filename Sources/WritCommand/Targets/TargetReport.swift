import Writ
import WritGit
import WritJSON
import WritPolicy

/// What became of one target.
struct TargetReport {
  /// How it stands.
  enum Standing: String {
    /// It had what the branch says.
    case inSync = "in-sync"
    /// It was brought there.
    case synced
    /// It has something else.
    case drifted
    /// It refused or failed, which is recorded.
    case diverged
    /// It refused or failed, and the branch went back.
    case rolledBack = "rolled-back"
    /// It cannot be asked.
    case unknown
  }

  let wanted: WantedState
  var standing: Standing
  var changes: [JSONChange] = []
  var error: String?
  /// The id of the apply that took the last change back.
  var rollback: String?
  /// What is recorded of it.
  var recorded: TargetState?

  var json: JSONValue {
    var members: JSONObject = [
      "name": .string(wanted.target.name), "policy": .string(wanted.target.policy.text),
      "pointer": .string(wanted.target.pointer.description),
      "kind": .string(wanted.target.kind.word), "state": .string(standing.rawValue),
      "commit": .string(wanted.commit.hex), "digest": .string(wanted.digest.description),
      "changes": .array(changes.map { .object($0.json) }),
    ]
    members["error"] = error.map { .string($0) }
    members["rollback"] = rollback.map { .string($0) }
    members["recorded"] = recorded?.json
    return .object(members)
  }

  func print() {
    Output.line(
      "\(wanted.target.name)  \(standing.rawValue)  \(wanted.target.policy)"
        + (wanted.target.pointer.isRoot ? "" : "#\(wanted.target.pointer)"))
    for change in changes {
      let (before, after) = (TargetReport.text(change.before), TargetReport.text(change.after))
      let place = change.pointer.isRoot ? "/" : change.pointer.description
      Output.line("  \(place): \(before) -> \(after)")
    }
    if let error { Output.line("  \(Printable.line(error))") }
    if let rollback { Output.line("  rollback \(rollback)") }
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "(none)" }
    let bytes = value.serialized(indent: nil, finalNewline: false)
    let text = Printable.line(String(decoding: bytes.prefix(200), as: UTF8.self))
    return bytes.count > 200 ? text + "..." : text
  }
}

/// Compares targets with the branch, and brings them to what it says.
struct TargetRun {
  let ledger: Ledger

  /// How a target stands, without changing anything.
  func look(at wanted: WantedState) throws -> TargetReport {
    var report = TargetReport(wanted: wanted, standing: .unknown)
    report.recorded = try ledger.state(ofTarget: wanted.target.name)
    do {
      report.changes = try differences(wanted, TargetConnections.connect(wanted, ledger))
      report.standing = report.changes.isEmpty ? .inSync : .drifted
    } catch let error as UsageError {
      throw error
    } catch {
      report.error = Failure.sentence(error)
    }
    return report
  }

  /// Brings a target to what the branch says.
  func bring(_ wanted: WantedState) throws -> TargetReport {
    var report = TargetReport(wanted: wanted, standing: .inSync)
    do {
      let connection = try TargetConnections.connect(wanted, ledger)
      report.changes = try differences(wanted, connection)
      if !report.changes.isEmpty {
        try connection.write(wanted, report.changes)
        try prove(wanted, connection)
        report.standing = .synced
      }
    } catch let error as UsageError {
      throw error
    } catch {
      report.standing = .diverged
      report.error = Failure.sentence(error)
    }
    try record(&report)
    return report
  }

  /// A program cannot be asked what it has, so what it was told last counts.
  private func differences(
    _ wanted: WantedState, _ connection: any TargetConnection
  ) throws -> [JSONChange] {
    guard case .command = wanted.target.kind else {
      return wanted.target.differences(wanted: wanted.value, found: try connection.read())
    }
    let state = try ledger.state(ofTarget: wanted.target.name)
    if let state, state.standing == .synced, state.digest == wanted.digest { return [] }
    return wanted.target.differences(wanted: wanted.value, found: nil)
  }

  /// Asks again: a target that says yes and does something else did not follow.
  private func prove(_ wanted: WantedState, _ connection: any TargetConnection) throws {
    if case .command = wanted.target.kind { return }
    let rest = wanted.target.differences(wanted: wanted.value, found: try connection.read())
    guard let first = rest.first else { return }
    throw LedgerError(
      .failure, "target-did-not-follow",
      "The target took the change and has something else at '\(first.pointer)'.",
      hint: "see its own log")
  }

  private func record(_ report: inout TargetReport) throws {
    let wanted = report.wanted
    let state = TargetState(
      target: wanted.target.name, policy: wanted.target.policy.text,
      standing: report.standing == .diverged ? .diverged : .synced, digest: wanted.digest,
      commit: wanted.commit.hex, time: Clock.now(), error: report.error)
    try ledger.record(state)
    report.recorded = try ledger.state(ofTarget: wanted.target.name)
  }
}
