/// One of several applies that a commit joins, as a squash does.
public struct JoinedApply: Sendable {
  /// Why it was made.
  public let intent: Intent
  /// Who made it, and what they said.
  public let metadata: Metadata
  /// What it changes.
  public let documents: [DocumentChange]
  /// The artifacts that it rests on.
  public let evidence: [EvidenceDocument]
  /// The approvals of this apply.
  public let approvals: [Approval]

  /// Makes an apply from its parts.
  public init(
    intent: Intent, metadata: Metadata, documents: [DocumentChange],
    evidence: [EvidenceDocument], approvals: [Approval]
  ) {
    self.intent = intent
    self.metadata = metadata
    self.documents = documents
    self.evidence = evidence
    self.approvals = approvals
  }
}

extension Rules {
  /// Judges a change that may join several applies: each is judged for itself, under its own intent,
  /// with its own metadata, evidence and approvals, and all of them must pass.
  ///
  /// Those that call themselves rollbacks were proved to be some.
  ///
  /// - Parameter applies: none where the change is one.
  public func judge(_ proposal: Proposal, asApplies applies: [JoinedApply]) -> Verdict {
    guard let first = applies.first else { return judge(proposal) }
    var verdict = judge(proposal.part(first))
    for apply in applies.dropFirst() {
      let next = judge(proposal.part(apply))
      verdict.findings += next.findings.filter { !verdict.findings.contains($0) }
      verdict.speaking += next.speaking.filter { !verdict.speaking.contains($0) }
      verdict.requirements += next.requirements
      verdict.limits += next.limits
      verdict.breakGlass += next.breakGlass.filter { !verdict.breakGlass.contains($0) }
    }
    return verdict
  }
}

extension Proposal {
  fileprivate func part(_ apply: JoinedApply) -> Proposal {
    var result = self
    result.intent = apply.intent
    result.metadata = apply.metadata
    result.documents = apply.documents
    result.evidence = apply.evidence
    result.approvals = apply.approvals
    // What is exempt is so by its own intent; a rollback that is none is refused before.
    result.isProvenRollback = apply.intent == .rollback
    return result
  }
}
