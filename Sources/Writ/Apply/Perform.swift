import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// How often a lost race is run again before the command gives up.
  private static let attempts = 20
  private static let lockPatience = 30_000

  /// Carries a mutation to its commit: everything is judged on the tip that the commit builds on,
  /// and one compare-and-swap of the branch is the commit point.
  func perform(_ mutation: Mutation) throws -> ApplyOutcome {
    if mutation.isDryRun { return try attempt(mutation, on: mutation.branch, nil) }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    var last: GitError?
    for number in 0..<Ledger.attempts {
      do {
        try recover()
        // Who lost a race keeps git from committing in this work tree until the next one is over.
        let staged = number == 0 ? nil : try lockIndex(for: mutation)
        defer { staged?.abandon() }
        return try attempt(mutation, on: branch(mutation.branch.name), staged)
      } catch let error as GitError where error.code == .moved || error.code == .locked {
        last = error
        Pause.milliseconds(25)
      }
    }
    throw Ledger.busy(last)
  }

  private static func busy(_ last: GitError?) -> LedgerError {
    guard let last, last.code == .locked else {
      return LedgerError(
        .conflict, "busy", "Other processes kept moving the branch.", hint: "run the command again")
    }
    return LedgerError(.conflict, "locked", last.message, hint: last.hint)
  }

  /// Keeps other writ processes from writing until it is released.
  func lock() throws -> FileLock {
    try FileSystem.makeFolder(repository.commonPath("writ"))
    let path = repository.commonPath("writ/lock")
    guard let lock = try FileLock.acquire(path, waitingAtMost: Ledger.lockPatience) else {
      throw LedgerError(
        .conflict, "busy", "Another writ process is still writing to this repository.",
        hint: "wait for it, then run the command again")
    }
    return lock
  }

  private func lockIndex(for mutation: Mutation) throws -> StagedIndex? {
    guard mutation.branch.isCheckedOut, !repository.isBare, !mutation.isProposal else { return nil }
    return try StagedIndex(of: repository, owner: "retry")
  }

  private func attempt(
    _ original: Mutation, on branch: Branch, _ staged: StagedIndex?
  ) throws -> ApplyOutcome {
    var mutation = original
    if let key = mutation.metadata.key, GovernanceKey.key.check(key) == nil,
      let replay = try replay(ofKey: key, request: mutation.request, at: branch)
    {
      return replay
    }
    try refuseUsedPlan(mutation, at: branch)
    if mutation.draft.base != branch.tip {
      mutation.draft = try mutation.rebase(mutation.draft, branch)
    }
    guard !mutation.draft.isEmpty else {
      return ApplyOutcome(kind: .unchanged, record: nil, commit: nil, branch: branch.name)
    }
    let snapshot = try snapshot(branch.tip)
    let rules = try rules(for: &mutation, on: snapshot)
    mutation.gates = try askGates(of: mutation, by: rules, on: snapshot, at: branch)
    mutation.evidence += mutation.gates.summaries
    mutation.checkedApprovals = try checkedApprovals(mutation, on: branch, snapshot)
    mutation.circumstances = try circumstances(of: mutation, by: rules)
    let verdict = try judge(mutation, by: rules, on: snapshot)
    // An override of nothing is not recorded.
    if try !holdsAny(mutation, at: branch) { mutation.rollbackOverride = nil }
    let writer = CommitWriter(
      ledger: self, mutation: mutation, branch: branch, snapshot: snapshot, rules: rules,
      staged: staged)
    return try writer.write(verdict)
  }

  /// The rules that judge a mutation.
  ///
  /// A rollback is not held up by rules that cannot be read.
  private func rules(for mutation: inout Mutation, on snapshot: Snapshot) throws -> Rules {
    do {
      return try snapshot.requireRules()
    } catch {
      guard mutation.isRollback else { throw error }
      let finding = try Ledger.unreadableRules(error)
      mutation.unreadableRules = finding.message
      observer.note(
        "The rules in force cannot be read, so the rollback is asked only who and why: "
          + finding.message)
      return try rulesOfTheWayOut()
    }
  }

  /// Judges a mutation; a second time when its commit bears a signature.
  func judge(
    _ mutation: Mutation, by rules: Rules, on snapshot: Snapshot
  ) throws -> Verdict {
    let excess = mutation.provenTree == nil ? try excess(of: mutation.draft) : []
    guard excess.isEmpty else { throw LedgerError.refused(Verdict(findings: excess)) }
    var verdict = rules.judge(
      Proposal(
        intent: mutation.intent, documents: mutation.draft.documents,
        metadata: mutation.metadata, now: surroundings.now(),
        isProvenRollback: mutation.isRollback, mutation.circumstances))
    if !mutation.isRollback {
      let tip = snapshot.commit
      verdict.findings += [
        backdating(at: surroundings.now(), on: tip.id, of: tip.committer.seconds)
      ].compactMap { $0 }
    }
    verdict.findings += try brokenRules(after: mutation.draft, on: snapshot)
    verdict.findings += try gapFindings(mutation.draft, on: snapshot)
    verdict.findings += Ledger.brokenDocuments(mutation.draft.documents)
    verdict.findings += evidenceProblems(mutation.evidence, rules)
    for item in mutation.draft.items where Ledger.signerLists.contains(item.path) {
      verdict.findings += signerFindings(item.path, item.afterBytes)
    }
    if !verdict.isAllowed { throw LedgerError.refused(verdict) }
    return verdict
  }

  /// What the judge is told of a mutation besides the change.
  private func circumstances(of mutation: Mutation, by rules: Rules) throws -> Circumstances {
    var result = mutation.circumstances
    result.gates = mutation.gates.answers
    result.evidence = mutation.evidence.map {
      EvidenceDocument($0, reads: rules.readEvidence)
    }
    result.approvals = mutation.checkedApprovals.map(\.approval)
    result.approvalsComeLater =
      mutation.isProposal || rules.isAskedElsewhere(mutation.branch.name)
    // A commit that will be signed is judged again when it is.
    result.signature = mutation.signers.commit == nil ? .unsigned : nil
    return result
  }

  private func evidenceProblems(_ evidence: [EvidenceInput], _ rules: Rules) -> [Finding] {
    evidence.filter { $0.item.size > rules.evidenceLimit }.map { input in
      Finding(
        .limit, path: Rules.path, pointer: "/evidence/maxBytes",
        "The artifact '\(input.item.name)' has \(input.item.size) bytes, "
          + "more than the \(rules.evidenceLimit) that the rules allow.",
        mend: "give a summary, or raise evidence.maxBytes in the rules")
    }
  }

  private func refuseUsedPlan(_ mutation: Mutation, at branch: Branch) throws {
    guard let plan = mutation.givenPlan, let used = try facts(at: branch).apply(ofPlan: plan) else {
      return
    }
    throw LedgerError(
      .conflict, "plan-used", "The plan was applied before, by commit \(used.hex).",
      hint: "make a new plan")
  }
}
