import WritGit
import WritPolicy

/// A change on its way to a commit: what apply and rollback have in common.
struct Mutation {
  /// The change, worked out against a commit that may not be the tip any more.
  var draft: Draft
  let branch: Ledger.Branch
  let intent: Intent
  let metadata: Metadata
  var evidence: [EvidenceInput]
  /// The digest of what was asked for; idempotency keys are bound to it.
  let request: Digest
  /// The digest of the plan, when one was given; it can be used once.
  var givenPlan: Digest?
  var isProposal = false
  var isDryRun = false
  var rollbackOverride: String?
  /// Decisions that gates gave before.
  var decisions: [GateDecision] = []
  /// Why a gate's hold is not heeded, or nil.
  var gateOverride: String?
  /// What the caller let pass by name, for the record.
  var givenOverrides: [Record.Override] = []
  /// Why the rules in force could not be read, which holds no rollback up; nil when they could.
  var unreadableRules: String?
  /// What the gates said, for the record.
  var gates = GateAnswers()
  /// What the judge is told besides the change; the artifacts come from `evidence`.
  var circumstances = Circumstances()
  /// The approvals that were given, unchecked.
  var approvals: [ApprovalInput] = []
  /// What was found when they were checked against the change on its tip.
  var checkedApprovals: [CheckedApproval] = []
  /// What signs the commit and its checkpoint; nil for no signature.
  var signers: Signers = (nil, nil)
  /// What a rollback restores or undoes.
  var restores: String?
  /// The subject, when the changes should not name it.
  var title: String?
  /// The `policies/` tree that a rollback must arrive at.
  var provenTree: ObjectID?
  /// Works the change out again on a newer tip.
  let rebase: (Draft, Ledger.Branch) throws -> Draft

  /// What signs commits, and what signs tags.
  typealias Signers = (commit: ObjectSigner?, tag: ObjectSigner?)

  /// The files of the approvals; one that was given twice is one.
  var approvalFiles: [(name: String, bytes: [UInt8])] {
    var result: [String: [UInt8]] = [:]
    for approval in approvals {
      result[RecordedApproval.fileName(Digest(of: approval.bytes))] = approval.bytes
    }
    return result.sorted { $0.key < $1.key }.map { (name: $0.key, bytes: $0.value) }
  }

  var isRollback: Bool { intent == .rollback }
}
