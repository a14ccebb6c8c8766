/// Who makes the change, and why: asked of every change, rollbacks among them.
extension Judgement {
  /// A review that was due before the change is a problem whatever a rule asks for.
  mutating func judgePastReview(_ path: String) {
    guard let text = proposal.metadata.reviewBy, let date = ReviewDate(text),
      date.isPast(at: proposal.now)
    else { return }
    add(
      Finding(
        .reviewDatePast, path: path, "The review date \(text) is not in the future.",
        mend: "give a later --review-by",
        inCommit: "write a later date into the trailer '\(GovernanceKey.reviewBy.rawValue)'"),
      nil)
  }

  mutating func judgeWhoAndWhy(_ rule: Rule, _ path: String) {
    if !rule.required.isEmpty { judgeMetadata(rule, path) }
    if let days = rule.reviewWithinDays { judgeReview(rule, path, within: days) }
    if let grants = rule.automation { judgeAutomation(rule, path, grants) }
    if let wanted = rule.signature, isAsked(.signature) { judgeSignature(rule, path, wanted) }
  }

  /// A field that another rule told of is told once.
  private mutating func judgeMetadata(_ rule: Rule, _ path: String) {
    let missing = rule.required.filter { proposal.metadata[$0] == nil }
    var findings: [Finding] = []
    for field in missing where toldFields.insert(field).inserted {
      findings.append(
        Finding(
          .metadataMissing, rule: rule.name, path: path,
          "Rule '\(rule.name)' requires \(field.rawValue) for a change of \(path), and there is none.",
          mend: "give \(field.option)",
          inCommit: "add '\(field.key.rawValue): ...' to the last paragraph of the message"))
    }
    settle(rule.metadataRequirement, missing.isEmpty ? .met : .broken, findings)
  }

  private mutating func judgeReview(_ rule: Rule, _ path: String, within days: Int) {
    var findings: [Finding] = []
    if let text = proposal.metadata.reviewBy, let date = ReviewDate(text),
      date.deadline > proposal.now.adding(seconds: Int64(date.isDay ? days + 1 : days) * 86_400)
    {
      findings.append(
        Finding(
          .reviewDateTooFar, rule: rule.name, path: path,
          "Rule '\(rule.name)' wants a review within \(days) days, and \(text) is later.",
          mend: "give an earlier --review-by",
          inCommit:
            "write an earlier date into the trailer '\(GovernanceKey.reviewBy.rawValue)'"))
    }
    settle(rule.reviewRequirement, findings)
  }

  private mutating func judgeAutomation(
    _ rule: Rule, _ path: String, _ grants: [AutomationGrant]
  ) {
    var findings: [Finding] = []
    let actor = proposal.metadata.actor
    if case .automation(let name) = actor.flatMap({ GovernanceActor($0) }),
      !grants.contains(where: { $0.allows(name, proposal.intent) })
    {
      findings.append(
        Finding(
          .automation, rule: rule.name, path: path,
          "Rule '\(rule.name)' does not let the automation '\(name)' act on \(path) under the intent "
            + "'\(proposal.intent.rawValue)': \(AutomationGrant.words(grants)).",
          mend: "let a person make the change, or name the automation in the rule first"))
    }
    settle(rule.automationRequirement, findings)
  }

  private mutating func judgeSignature(
    _ rule: Rule, _ path: String, _ wanted: SignatureRequirement
  ) {
    guard let signature = proposal.signature else {
      return settle(rule.signatureRequirement, .later)
    }
    func finding(_ found: String, _ mend: String) -> [Finding] {
      [
        Finding(
          .signature, rule: rule.name, path: path,
          "Rule '\(rule.name)' wants \(wanted.words) for a change of \(path), and \(found).",
          mend: mend)
      ]
    }
    var findings: [Finding] = []
    if signature.status != .good {
      findings = finding(
        "the commit \(signature.status.words)",
        "sign the commit with a key of governance/allowed_signers (gpg.format ssh)")
    } else if wanted == .actor, !isSignedByActor(signature) {
      findings = finding(
        "\(signature.signer?.oneLine ?? "somebody without a name") signed it, while the actor is "
          + "\(proposal.metadata.actor?.oneLine ?? "unknown")",
        "let the actor sign, or name who signs as the actor")
    }
    settle(rule.signatureRequirement, findings)
  }

  private func isSignedByActor(_ signature: CommitSignature) -> Bool {
    guard let signer = signature.signer, let actor = proposal.metadata.actor else { return false }
    return Principal(signer) == Principal(actor)
  }
}
