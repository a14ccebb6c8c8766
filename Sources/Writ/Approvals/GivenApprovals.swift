import WritGit
import WritPolicy
import WritSignature

extension Ledger {
  /// The approvals that a command was given, checked against the change on its tip.
  ///
  /// - Throws: a refusal for one that does not count: who gives an approval means it to.
  func checkedApprovals(
    _ mutation: Mutation, on branch: Branch, _ snapshot: Snapshot
  ) throws -> [CheckedApproval] {
    guard !mutation.approvals.isEmpty else { return [] }
    let plan = try mutation.givenPlan ?? plan(mutation.draft, for: branch).digest
    let subject = try approvalSubject(
      mutation.draft, plan: plan, on: branch, evidence: mutation.evidence.map(\.item))
    let trust = try trust(in: snapshot.commit.tree)
    var result: [CheckedApproval] = []
    for input in mutation.approvals {
      let checked = try check(
        input, against: subject, latest: surroundings.now().seconds,
        actor: mutation.metadata.actor, by: trust)
      try refuse(checked, input)
      if !result.contains(where: { $0.digest == checked.digest }) { result.append(checked) }
    }
    return result.sorted { $0.digest.hex < $1.digest.hex }
  }

  private func refuse(_ checked: CheckedApproval, _ input: ApprovalInput) throws {
    if checked.verdict.status != .good {
      throw LedgerError(
        .refused, "approval-not-good",
        "The approval '\(input.name)' does not count: \(checked.verdict.reason)",
        hint: CheckedApproval.hint(for: checked.verdict.status))
    }
    guard !checked.drift.isEmpty else { return }
    var error = LedgerError(
      .refused, "approval-drift", "The approval '\(input.name)' is about something else.")
    error.findings = checked.drift.map { sentence in
      Finding(
        .approvalMismatch, sentence,
        mend: "have the change approved as it is now, with 'writ approve'")
    }
    throw error
  }
}

extension CheckedApproval {
  /// What mends an approval whose signature does not count.
  fileprivate static func hint(for status: SignatureVerdict.Status) -> String {
    switch status {
    case .untrustedKey:
      "add the key to \(Ledger.allowedSigners) in a commit of its own, with a name and the "
        + "namespace '\(Ledger.approvalNamespace)'"
    case .unverifiable: "correct \(Ledger.allowedSigners) and \(Ledger.revokedSigners)"
    default: "have it approved anew, with a key that is valid now"
    }
  }
}
