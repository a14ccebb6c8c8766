import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct Sync: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Bring running systems to what the branch says.",
    discussion: """
      A target that has what the branch says is left alone. One that refuses or fails is recorded as \
      diverged under refs/writ/targets/; where governance/targets.json says 'rollback', the last \
      change of its policy is taken back by another commit, for which the metadata is needed. Exits \
      with 1 when a target did not follow.
      """)

  @Argument(help: "The targets; all of them when none is named.")
  var targets: [String] = []
  @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
  @OptionGroup var metadata: MetadataOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("sync")
    let ledger = try Ledger.open()
    let wanted = try ledger.wanted(targets, on: branch)
    try requireMetadata(wanted, ledger)
    let following = TargetFollowing(run: TargetRun(ledger: ledger), branch: branch) { report in
      try goBack(report, ledger)
    }
    let reports = try following.bring(wanted)
    TargetText.print(reports, "sync", isJSON: common.isJSON)
    if reports.contains(where: { $0.error != nil }) { throw ExitStatus.failure }
  }

  /// A way back that would fail for want of a name is no way back, so it is asked for first.
  private func requireMetadata(_ wanted: [WantedState], _ ledger: Ledger) throws {
    guard let first = wanted.first(where: { $0.target.onFailure == .rollback }) else { return }
    let given = try metadata.given.collect(ledger)
    let missing = [("--approval-ref", given.approvalRef), ("--review-by", given.reviewBy)]
      .filter { $0.1 == nil }.map(\.0)
    guard missing.isEmpty else {
      throw UsageError(
        "The target '\(first.target.name)' goes back by a rollback when it does not follow, and "
          + "\(missing.joined(separator: " and ")) would be missing.",
        hint: "give the metadata as for 'writ rollback'")
    }
  }

  private func goBack(_ report: TargetReport, _ ledger: Ledger) throws -> String? {
    let target = report.wanted.target
    guard let change = try ledger.lastChange(of: target.policy, on: branch) else { return nil }
    var request = RollbackRequest(.undo(change.hex))
    request.only = [target.policy]
    request.branch = branch
    request.metadata = try metadata.given.collect(ledger)
    request.metadata.rationale =
      request.metadata.rationale ?? "The target \(target.name) did not follow \(change.short)"
    request.signing = try signing.choice
    return try ledger.rollback(request).record?.id.description
  }
}
