import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Makes a change: judged, committed with its evidence and record, checkpoint first.
  public func apply(_ request: ApplyRequest) throws -> ApplyOutcome {
    try requireWholeHistory(for: "whether the change was made or rolled back before")
    let branch = try branch(request.branch)
    var builder = try DraftBuilder(self, branch)
    _ = try builder.snapshot.requireRules()
    if let replay = try replayBeforePlanning(request, branch) { return replay }
    let draft = try builder.build(request.change)
    var mutation = Mutation(
      draft: draft, branch: branch, intent: request.intent, metadata: request.metadata,
      evidence: request.evidence,
      request: try requestDigest(request, draft, branch),
      rebase: { [self] draft, branch in try rebase(draft, onto: branch) })
    if case .plan(let plan) = request.change { mutation.givenPlan = plan.digest }
    mutation.approvals = request.approvals
    mutation.signers = try signers(request.signing)
    mutation.isProposal = request.isProposal
    mutation.isDryRun = request.isDryRun
    mutation.rollbackOverride = request.rollbackOverride
    mutation.decisions = request.decisions
    mutation.gateOverride = request.gateOverride
    mutation.givenOverrides = request.overrides
    guard request.intent != .rollback else {
      throw LedgerError(
        .usage, "rollback-by-apply", "The intent 'rollback' belongs to 'writ rollback'.",
        hint: "run 'writ rollback --to CHECKPOINT' or 'writ rollback --undo ID'")
    }
    var outcome = try perform(mutation)
    outcome.notes = builder.notes
    return outcome
  }

  /// A retry may find its change made already, so that planning again would find nothing to do.
  private func replayBeforePlanning(
    _ request: ApplyRequest, _ branch: Branch
  ) throws -> ApplyOutcome? {
    guard let key = request.metadata.key, GovernanceKey.key.check(key) == nil else { return nil }
    let digest: Digest
    switch request.change {
    case .edits(let edits):
      digest = try requestDigest(.array(edits.map(\.json)), request.intent, branch)
    case .plan(let plan):
      digest = try requestDigest(.string(plan.digest.description), request.intent, branch)
    case .workTree:
      var builder = try DraftBuilder(self, branch)
      let draft = try builder.build(request.change)
      guard draft.isEmpty else { return nil }
      return try replay(ofKey: key, at: branch)
    }
    return try replay(ofKey: key, request: digest, at: branch)
  }

  private func requestDigest(
    _ request: ApplyRequest, _ draft: Draft, _ branch: Branch
  ) throws -> Digest {
    switch request.change {
    case .edits(let edits):
      return try requestDigest(.array(edits.map(\.json)), request.intent, branch)
    case .plan(let plan):
      return try requestDigest(.string(plan.digest.description), request.intent, branch)
    case .workTree:
      let files: [JSONValue] = draft.items.map { item in
        let bytes = item.afterBytes.map { JSONValue.string(Digest(of: $0).description) }
        return ["path": .string(item.path.description), "content": bytes ?? .null]
      }
      return try requestDigest(.array(files), request.intent, branch)
    }
  }

  /// The digest of what was asked for, without the metadata: a retry may word them anew.
  func requestDigest(_ change: JSONValue, _ intent: Intent, _ branch: Branch) throws -> Digest {
    try Digest(
      of: [
        "change": change, "intent": .string(intent.rawValue), "branch": .string(branch.name),
      ])
  }
}
