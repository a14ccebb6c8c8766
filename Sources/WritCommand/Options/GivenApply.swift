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
  var decisions: [String] = []
  var overrideGate: String?
  var event: String?

  /// Makes the change.
  func run(isJSON: Bool) throws {
    let ledger = try Ledger.open()
    // The process ends with the apply: taking everything apart before would only cost time.
    _ = Unmanaged.passRetained(ledger)
    var request = ApplyRequest(try changeRequest())
    request.branch = change.branch
    request.intent = try IntentOption.parse(intent)
    let event = try event.map { try EventFile($0) }
    request.metadata = try metadata.collect(ledger, event)
    request.evidence = try EvidenceOptions.read(evidence)
    request.approvals = try approvals.map { path in
      ApprovalInput(name: path, bytes: try Input.bytes(path, limit: 4 << 20))
    }
    request.signing = signing
    request.isDryRun = isDryRun
    request.isProposal = isProposal
    request.rollbackOverride = try GivenApply.checked(overrideRollback, "--override-rollback")
    request.gateOverride = try GivenApply.checked(overrideGate, "--override-gate")
    request.decisions = try decisions.map { try GateDecision(try Input.json($0)) }
    if case .plan(let plan) = request.change, request.branch == nil { request.branch = plan.branch }
    if let event { try take(event, ledger, &request) }
    try OutcomeText.finish(ledger.apply(request), "apply", isJSON: isJSON)
  }

  private func take(
    _ event: EventFile, _ ledger: Ledger, _ request: inout ApplyRequest
  ) throws {
    for note in try ledger.check(event.event, on: request.branch) {
      Output.message("note: \(note)")
    }
    let artifact = try event.evidence()
    if request.evidence.contains(where: { $0.item.name == artifact.item.name }) {
      throw UsageError("An artifact may not be named '\(artifact.item.name)' beside --event.")
    }
    request.evidence.append(artifact)
  }

  private func changeRequest() throws -> ChangeRequest {
    guard let plan else { return try change.request() }
    guard change.isEmpty else {
      throw UsageError("A plan says what to change, so --set, --remove and --patch do not fit.")
    }
    return .plan(try Plan(try Input.json(plan)))
  }

  /// A reason goes into the record, and must be fit for it.
  static func checked(_ reason: String?, _ option: String) throws -> String? {
    guard let reason else { return nil }
    if let problem = GovernanceKey.rationale.check(reason) {
      throw UsageError(problem.sentence(of: option), hint: problem.hint)
    }
    return reason
  }
}
