import Writ
import WritGit
import WritJSON
import WritPolicy

/// Brings targets to what a branch says, and carries out what is declared for one that does not
/// follow.
struct TargetFollowing {
  let run: TargetRun
  let branch: String?
  /// Takes back what a target did not follow: the id of the rollback, or nil where nothing is to be
  /// taken back.
  let undo: (TargetReport) throws -> String?

  /// Brings all of them there; the policy of one that goes back is taken back once, and everything
  /// that follows it goes back with it.
  func bring(_ wanted: [WantedState]) throws -> [TargetReport] {
    var reports = try wanted.map { try run.bring($0) }
    var undone: [(policy: DocumentName, id: String)] = []
    for index in reports.indices where reports[index].goesBack {
      let policy = reports[index].wanted.target.policy
      guard !undone.contains(where: { $0.policy == policy }) else { continue }
      do {
        if let id = try undo(reports[index]) { undone.append((policy, id)) }
      } catch {
        reports[index].add(error: "No way back: \(Failure.sentence(error))")
      }
    }
    for (policy, id) in undone { try bringBack(&reports, policy, id) }
    return reports
  }

  /// What the targets had before is most likely what the branch says now; if not, that is recorded.
  private func bringBack(
    _ reports: inout [TargetReport], _ policy: DocumentName, _ id: String
  ) throws {
    for index in reports.indices where reports[index].wanted.target.policy == policy {
      let name = reports[index].wanted.target.name
      for wanted in try run.ledger.wanted([name], on: branch) {
        let again = try run.bring(wanted)
        reports[index].recorded = again.recorded
        reports[index].rollback = id
        if let error = again.error {
          reports[index].standing = .diverged
          if reports[index].error == nil { reports[index].error = error }
        } else {
          reports[index].standing = .rolledBack
        }
      }
    }
  }
}

extension TargetReport {
  /// Whether it did not follow, and what it follows is to be taken back for that.
  fileprivate var goesBack: Bool {
    standing == .diverged && wanted.target.onFailure == .rollback
  }

  fileprivate mutating func add(error other: String) {
    error = [error, other].compactMap { $0 }.joined(separator: " ")
  }
}

extension Ledger {
  /// What the declared targets of a policy should have; none where nothing is declared.
  func wanted(of policy: DocumentName, on branch: String?) throws -> [WantedState] {
    do {
      return try wanted([], on: branch).filter { $0.target.policy == policy }
    } catch let error as LedgerError where error.code == "no-targets" {
      return []
    }
  }
}
