import Writ
import WritJSON
import WritPolicy

/// The targets of a policy that a change of it must reach.
struct DeclaredTargets {
  private let policy: DocumentName
  private let ledger: Ledger
  private let branch: String?
  private let isAsked: Bool

  init(
    _ policy: DocumentName, _ ledger: Ledger, _ branch: String?, _ options: RunningSystemOptions
  ) throws {
    self.policy = policy
    self.ledger = ledger
    self.branch = branch
    isAsked = !options.noTargets
  }

  private func wanted() throws -> [WantedState] {
    isAsked ? try ledger.wanted(of: policy, on: branch) : []
  }

  /// Refuses a change while a target cannot be asked what it has: it could not be brought to the new
  /// state either, and what it had before would not be known.
  func requireAnswers() throws {
    let run = TargetRun(ledger: ledger)
    for wanted in try wanted() {
      let report = try run.look(at: wanted)
      guard report.standing != .unknown else {
        throw LedgerError(
          .failure, "target-silent",
          "The policy in force at the target '\(wanted.target.name)' cannot be read: "
            + (report.error ?? "no answer"),
          hint: "mend the target, or say --no-targets and run 'writ sync' later")
      }
    }
  }

  /// Brings them to what the branch says now.
  ///
  /// - Parameter undo: takes the change back, and gives the rollback's id; nil where the change
  ///   stays, whatever a target does.
  func follow(undo: ((TargetReport) throws -> String?)?) throws -> [TargetReport] {
    let following = TargetFollowing(run: TargetRun(ledger: ledger), branch: branch) { report in
      try undo?(report)
    }
    return try following.bring(wanted())
  }

  /// What is told when a target did not follow; nil when all of them did.
  static func failure(_ reports: [TargetReport]) -> LedgerError? {
    let failed = reports.filter { $0.error != nil }
    guard !failed.isEmpty else { return nil }
    return LedgerError(
      .failure, "target-failed",
      failed.map { "\($0.wanted.target.name): \($0.error ?? "")" }.joined(separator: " "),
      hint: "mend the target, then run 'writ sync'")
  }
}
