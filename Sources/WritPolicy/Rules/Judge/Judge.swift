extension Rules {
  /// Judges a change.
  ///
  /// Every rule that matches speaks, requirements add up, and all reasons are told at once. The
  /// verdict follows from the rules and the proposal alone.
  public func judge(_ proposal: Proposal) -> Verdict {
    var judgement = Judgement(proposal)
    judgement.judgeForm()
    for rule in rules { judgement.hear(rule) }
    judgement.judgeUnheard()
    return judgement.verdict
  }
}

/// A judgement in the making.
struct Judgement {
  let proposal: Proposal
  private(set) var verdict = Verdict()
  /// The required fields that were told to be missing: each is told once.
  var toldFields = Set<MetadataField>()
  var bindings: ConditionBindings

  init(_ proposal: Proposal) {
    self.proposal = proposal
    bindings = ConditionBindings(proposal)
  }

  /// What could forge or break a trailer is refused whatever the rules say.
  mutating func judgeForm() {
    verdict.findings += proposal.metadata.problems.map { problem in
      Finding(.metadataForm, problem.sentence, mend: problem.hint)
    }
  }

  /// Lets a rule speak where it has something to say.
  mutating func hear(_ rule: Rule) {
    guard rule.speaks(of: proposal.intent) else { return }
    let documents = proposal.documents.filter { rule.matches($0.path) }
    guard let first = documents.first else { return }
    if verdict.speaking.isEmpty { judgePastReview(first.path) }
    verdict.speaking.append(rule.name)
    judgeWhoAndWhy(rule, first.path)
    if proposal.tellsAll, proposal.isProvenRollback || proposal.isAdoption {
      for requirement in rule.requirements where !isAsked(requirement.kind) {
        settle(requirement, .exempt)
      }
    }
    if proposal.isProvenRollback { return }
    if !proposal.isAdoption { judgeConsent(rule, first.path) }
    for document in documents { judgeContent(rule, document) }
  }

  /// What is asked of a change of which no rule speaks.
  mutating func judgeUnheard() {
    guard verdict.speaking.isEmpty, let first = proposal.documents.first else { return }
    judgePastReview(first.path)
  }

  /// Whether a change of this kind is asked something at all.
  func isAsked(_ kind: Requirement.Kind) -> Bool {
    if proposal.isProvenRollback { return kind.isWhoAndWhy }
    return !proposal.isAdoption || kind.isAskedOfAdoption
  }

  /// Notes what came of a requirement, which is worded where somebody is to be told.
  mutating func settle(
    _ wording: @autoclosure () -> Requirement, of document: DocumentChange? = nil,
    _ outcome: CheckedRequirement.Outcome, _ findings: [Finding] = []
  ) {
    if findings.isEmpty, !proposal.tellsAll { return }
    let requirement = wording()
    verdict.requirements.append(
      CheckedRequirement(requirement: requirement, document: document?.label, outcome: outcome))
    for finding in findings { add(finding, requirement) }
  }

  /// Notes a requirement that is met when nothing was found against it.
  mutating func settle(
    _ requirement: @autoclosure () -> Requirement, of document: DocumentChange? = nil,
    _ findings: [Finding]
  ) {
    let isUndecided = findings.contains { $0.code == .undecided }
    let outcome: CheckedRequirement.Outcome =
      findings.isEmpty ? .met : isUndecided ? .undecided : .broken
    settle(requirement(), of: document, outcome, findings)
  }

  mutating func add(_ finding: Finding, _ requirement: Requirement?) {
    var finding = finding
    finding.requirement = requirement?.place
    verdict.findings.append(finding)
  }

  mutating func add(_ limit: @autoclosure () -> CheckedLimit) {
    if proposal.tellsAll { verdict.limits.append(limit()) }
  }

  mutating func noteBreakGlass(_ rule: Rule) {
    if verdict.breakGlass.last != rule.name { verdict.breakGlass.append(rule.name) }
  }
}
