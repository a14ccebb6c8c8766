import WritJSON

/// Whether others, the calendar and the gates agree; what a break-glass approval can stand in for.
extension Judgement {
  mutating func judgeConsent(_ rule: Rule, _ path: String) {
    if let wanted = rule.approvals {
      let problem = approvalsProblem(rule, path, wanted)
      if problem != nil, proposal.approvalsComeLater {
        settle(rule.approvalsRequirement, .later)
      } else {
        settleConsent(rule, rule.approvalsRequirement, problem)
      }
    }
    if rule.separatesDuty {
      settleConsent(rule, rule.separationRequirement, separationProblem(rule, path))
    }
    for freeze in rule.freezes {
      settleConsent(rule, rule.requirement(freeze), freezeProblem(rule, path, freeze))
    }
    if let gate = rule.gate {
      settleConsent(rule, rule.gateRequirement, gateProblem(rule, path, gate))
    }
  }

  private mutating func settleConsent(
    _ rule: Rule, _ requirement: @autoclosure () -> Requirement, _ problem: Finding?
  ) {
    guard let problem else { return settle(requirement(), .met) }
    let isBreakGlass = proposal.approvals.contains { $0.holds && $0.mode == .breakGlass }
    guard isBreakGlass, rule.allowsBreakGlass else { return settle(requirement(), [problem]) }
    noteBreakGlass(rule)
    settle(requirement(), .breakGlass)
  }

  // MARK: Approvals

  private func approvalsProblem(
    _ rule: Rule, _ path: String, _ wanted: ApprovalRequirement
  ) -> Finding? {
    let counting = proposal.approvals.filter { approval in
      approval.holds && wanted.modes.contains(approval.mode)
        && !(rule.separatesDuty && isOwn(approval))
    }
    let found = ApprovalRequirement.people(counting)
    guard found < wanted.count else { return nil }
    let others = proposal.approvals.filter { !counting.contains($0) }.map { approval in
      "; \(approval.giver) does not count: \(reason(approval, rule))"
    }
    return Finding(
      .approvals, rule: rule.name, path: path,
      "Rule '\(rule.name)' wants \(wanted.words) for a change of \(path), and there "
        + "\(found == 1 ? "is 1" : "are \(found)")\(others.joined()).",
      mend:
        "have the plan approved with 'writ approve PLAN --key KEY --out FILE', and give that with "
        + "--approval",
      inCommit:
        "make the change with 'writ apply --propose', and have that approved with "
        + "'writ approve ID --key KEY'")
  }

  /// Why an approval does not count.
  private func reason(_ approval: Approval, _ rule: Rule) -> String {
    if approval.status != .good { return "the approval \(approval.status.words)" }
    if let drift = approval.drift.first { return drift.oneLine }
    if approval.mode == .breakGlass {
      return rule.allowsBreakGlass ? "break-glass" : "the rule does not allow break-glass"
    }
    return rule.separatesDuty && isOwn(approval)
      ? "it is of one's own change" : "its mode is \(approval.mode.rawValue)"
  }

  // MARK: Separation of duty

  private func separationProblem(_ rule: Rule, _ path: String) -> Finding? {
    let approvals = proposal.approvals.filter { $0.holds && $0.mode != .breakGlass }
    func finding(_ message: String) -> Finding {
      Finding(
        .separationOfDuty, rule: rule.name, path: path,
        "Rule '\(rule.name)' lets nobody approve their own change of \(path), and \(message).",
        mend: "have it approved by somebody else, and withdraw one's own approval")
    }
    guard !approvals.isEmpty else { return nil }
    if proposal.metadata.actor == nil, proposal.signature?.signer == nil {
      return finding("who makes it is not known")
    }
    let own = approvals.filter(isOwn)
    guard let first = own.first else { return nil }
    return finding("\(first.giver) both makes and approves it")
  }

  /// Whether an approval is by who acts, or by who signs the commit.
  private func isOwn(_ approval: Approval) -> Bool {
    approval.isOwn(of: proposal.metadata.actor, proposal.signature)
  }

  // MARK: Freezes and gates

  private func freezeProblem(_ rule: Rule, _ path: String, _ freeze: Freeze) -> Finding? {
    guard let time = proposal.times.first(where: { freeze.holds(proposal.intent, at: $0) }) else {
      return nil
    }
    let arrived = time == proposal.now ? "" : " (it arrived at \(time), whatever it states)"
    return Finding(
      .freeze, rule: rule.name, path: path,
      "Rule '\(rule.name)' freezes \(path) for the intent '\(proposal.intent.rawValue)' until "
        + "\(freeze.to)\(arrived): \(freeze.reason.asSentence)",
      mend: "wait until then; a rollback is not held up")
  }

  private func gateProblem(_ rule: Rule, _ path: String, _ gate: String) -> Finding? {
    let answers = proposal.gates.filter { $0.gate.utf8.elementsEqual(gate.utf8) }
    func finding(_ code: Finding.Code, _ found: String, _ mend: String) -> Finding {
      Finding(
        code, rule: rule.name, path: path,
        "Rule '\(rule.name)' asks the gate '\(gate)' about a change of \(path), and "
          + found.asSentence,
        mend: mend)
    }
    let missing = GateAnswer(gate: gate, outcome: .missing(reason: "it was not asked"))
    for answer in answers.isEmpty ? [missing] : answers {
      switch answer.outcome {
      case .promote: continue
      case .hold(_, let reasons):
        let told = reasons.isEmpty ? "" : ": \(reasons.joined(separator: " ").oneLine)"
        return finding(.gateHold, "it says hold\(told)", "bring evidence that the gate accepts")
      case .notBound(_, let reason):
        return finding(
          .gateNotBound, "its decision does not speak for it: \(reason.oneLine)",
          "let the gate decide again on this change and this evidence")
      case .missing(let reason):
        return finding(
          .gateMissing, "there is no decision: \(reason.oneLine)",
          "give the evidence that the gate asks for with --evidence NAME=FILE")
      }
    }
    return nil
  }
}
