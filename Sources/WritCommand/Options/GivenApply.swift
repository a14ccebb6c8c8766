import Writ
import WritJSON
import WritPolicy

/// An apply as the command line says it.
struct GivenApply {
  var plan: String?
  var change = GivenChange()
  var metadata = GivenMetadata()
  var evidence: [String] = []
  var approvals: [String] = []
  var signing = SigningChoice.configured
  var intent = "apply"
  var isDryRun = false
  var isProposal = false
  var overrideRollback: String?

  /// Makes the change.
  func run(isJSON: Bool) throws {
    let ledger = try Ledger.open()
    var request = ApplyRequest(try changeRequest())
    request.branch = change.branch
    request.intent = try IntentOption.parse(intent)
    request.metadata = try metadata.collect(ledger)
    request.evidence = try EvidenceOptions.read(evidence)
    request.approvals = try approvals.map { path in
      ApprovalInput(name: path, bytes: try Input.bytes(path, limit: 16 << 20))
    }
    request.signing = signing
    request.isDryRun = isDryRun
    request.isProposal = isProposal
    request.rollbackOverride = try checkedOverride()
    if case .plan(let plan) = request.change, request.branch == nil { request.branch = plan.branch }
    try OutcomeText.finish(ledger.apply(request), "apply", isJSON: isJSON)
  }

  private func changeRequest() throws -> ChangeRequest {
    guard let plan else { return try change.request() }
    guard change.isEmpty else {
      throw UsageError("A plan says what to change, so --set, --remove and --patch do not fit.")
    }
    return .plan(try Plan(try Input.json(plan)))
  }

  private func checkedOverride() throws -> String? {
    guard let overrideRollback else { return nil }
    if let problem = GovernanceKey.rationale.check(overrideRollback) {
      throw UsageError("--override-rollback: \(problem.sentence)", hint: problem.hint)
    }
    return overrideRollback
  }
}
