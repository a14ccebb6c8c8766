import WritGit
import WritPolicy
import WritSignature

extension Ledger {
  /// Why an approval that was just made would not count; nil when it will.
  func doubt(_ bytes: [UInt8], _ found: Approvable, isReview: Bool) throws -> String? {
    let actor = found.record?.metadata.actor
    guard let tree = try signerTree(for: found, isReview: isReview) else { return nil }
    let checked = try check(
      ApprovalInput(name: "the approval", bytes: bytes), against: found.subject,
      latest: surroundings.now().seconds, actor: actor, by: trust(in: tree))
    guard checked.verdict.status == .good else { return checked.verdict.reason }
    if let drift = checked.drift.first { return drift }
    let signature = try found.commit.map { try commitSignature($0, actor: actor) }
    guard isReview else { return try ownDoubt(checked.approval, found, signature) }
    let counts = Review.counts(checked.approval, among: [], actor: actor, signature: signature)
    return counts ? nil : "Who made the change does not review it."
  }

  /// The tree whose lists of signers judge an approval: that of the commit on which a change is made,
  /// and for a review that of the branch on which it is put.
  private func signerTree(for found: Approvable, isReview: Bool) throws -> ObjectID? {
    if isReview { return try objects.commit(branch().tip).tree }
    guard let base = ObjectID(found.subject.base), objects.contains(base) else { return nil }
    return try objects.commit(base).tree
  }

  /// Who makes a change is known of a proposal; of a plan only its apply tells.
  private func ownDoubt(
    _ approval: Approval, _ found: Approvable, _ signature: CommitSignature?
  ) throws -> String? {
    guard let record = found.record, let commit = found.commit,
      let tree = try governingTree(of: record, in: commit),
      case .success(let rules) = try foundRules(in: tree)
    else { return nil }
    return rules.refusal(
      ofOwn: approval, for: record.files.map(\.path), record.intent, actor: record.metadata.actor,
      signature: signature)
  }
}
