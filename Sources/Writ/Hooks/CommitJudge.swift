public import WritGit
import WritJSON
public import WritPolicy
import WritSignature

/// What the judge says of one commit.
public struct CommitVerdict: Sendable {
  /// How refusals name the commit.
  public let label: String
  /// Why nothing was judged, or nil when it was.
  public let passedUntouched: String?
  /// What the rules say.
  public internal(set) var verdict: Verdict
  /// Whether nothing was judged because no rules were in force yet.
  public var isBeforeAdoption = false
  /// Why the change was made, as far as it was asked.
  var intent: Intent?
  /// What the commit changes itself.
  var documents: [DocumentChange] = []
  /// The records that the commit brought, oldest first.
  var records: [StatedRecord] = []
  /// The rules that judged.
  var rules: Rules?
  /// Whether it brings too much for anybody to read it.
  var isUnread = false
  /// Why the rules in force could not be read; a rollback passes all the same.
  var unreadableRules: Finding?

  /// Whether the commit may pass.
  public var isAllowed: Bool { verdict.isAllowed }
}

extension Ledger {
  /// Judges a commit that exists.
  public func judge(_ commit: Commit) throws -> CommitVerdict {
    try judge(candidate(commit))
  }

  /// Judges a candidate by the rules of its first parent; a first commit, or the one that adopts
  /// the repository, by its own.
  ///
  /// - Parameter looksBack: whether the history is asked for values that a rollback took away.
  func judge(_ candidate: Candidate, looksBack: Bool = true) throws -> CommitVerdict {
    var candidate = candidate
    do {
      try requireBounded(&candidate)
      return try judge(bounded: candidate, looksBack: looksBack)
    } catch let error as GitError where error.code == .tooMuch {
      return try tooMuch(error, candidate)
    }
  }

  private func judge(bounded candidate: Candidate, looksBack: Bool) throws -> CommitVerdict {
    func untouched(_ why: String) -> CommitVerdict {
      CommitVerdict(label: candidate.label, passedUntouched: why, verdict: Verdict())
    }
    // A merge that changes nothing of one side may still bring back what the other took away.
    if candidate.isEmpty {
      let findings = try emptyFindings(candidate)
      if findings.isEmpty { return untouched("it changes neither policy nor governance") }
      var verdict = Verdict()
      verdict.findings = findings.map(\.ofCommit)
      return CommitVerdict(label: candidate.label, passedUntouched: nil, verdict: verdict)
    }
    let changes = try ownChanges(of: candidate)
    guard let rules = try rules(for: candidate) else {
      var verdict = untouched("the repository was not adopted by writ")
      verdict.isBeforeAdoption = true
      return verdict
    }
    var findings = try brokenRules(of: candidate)
    if changes.isEmpty, looksBack {
      findings += try returningValues(of: candidate, ownChanges: changes)
    }
    if changes.isEmpty { findings += try plantedFindings(candidate) }
    if changes.isEmpty, findings.isEmpty {
      return untouched("the merge brings no value of its own")
    }
    var verdict = Verdict()
    var statement: Statement?
    switch rules {
    case .failure(let finding):
      if let out = try wayOut(candidate, changes, looksBack: looksBack, &statement) {
        verdict = out
      } else {
        verdict.findings = findings.contains(finding) ? [] : [finding]
      }
    case .success(let rules) where !changes.isEmpty:
      verdict = try judge(candidate, changes, by: rules, looksBack: looksBack, &statement)
      verdict.findings += try landingFindings(candidate, changes, besides: verdict.findings)
    case .success: break
    }
    verdict.findings = (findings + verdict.findings).map(\.ofCommit)
    var result = CommitVerdict(
      label: candidate.label, passedUntouched: nil, verdict: verdict, intent: statement?.intent,
      documents: statement?.documents ?? [], records: statement?.records ?? [], rules: rules.rules)
    if case .failure(let finding) = rules { result.unreadableRules = finding.ofCommit }
    return result
  }

  /// The verdict on a rollback where the rules in force cannot be read; nil for any other change,
  /// which nothing could judge.
  private func wayOut(
    _ candidate: Candidate, _ changes: [TreeChange], looksBack: Bool, _ stated: inout Statement?
  ) throws -> Verdict? {
    guard !changes.isEmpty else { return nil }
    var statement: Statement?
    let verdict = try judge(
      candidate, changes, by: rulesOfTheWayOut(), looksBack: looksBack, &statement)
    guard statement?.isRollback == true else { return nil }
    stated = statement
    return verdict
  }

  func judge(
    _ candidate: Candidate, _ changes: [TreeChange], by rules: Rules, looksBack: Bool,
    _ stated: inout Statement?
  ) throws -> Verdict {
    var unusable: [Finding] = []
    let documents = try strictDocuments(changes, on: candidate.parentTree, &unusable)
    var statement = try Statement(of: candidate, documents, rules, in: self)
    var findings = statement.findings
    let isRollback = statement.isRollback
    let unproved = try unprovedRollbacks(candidate, statement)
    findings += unproved
    // A rollback never fails on what the past holds.
    if isRollback, unproved.isEmpty { unusable.removeAll { $0.code != .specialFile } }
    findings = unusable + Ledger.brokenDocuments(documents) + findings
    findings += try recordsUsedWhereItLands(statement.records, candidate)
    if !isRollback { findings += try backdating(of: candidate) }
    findings += try gapFindings(candidate, changes)
    if looksBack, !isRollback || candidate.parents.count > 1 {
      findings += try withoutOverridden(
        returningValues(of: candidate, ownChanges: changes), statement.records.map(\.record))
    }
    let (circumstances, bases) = try circumstances(
      of: candidate, &statement, documents, by: rules, &findings)
    stated = statement
    var proposal = Proposal(
      intent: statement.intent, documents: documents, metadata: statement.metadata,
      now: candidate.now, isProvenRollback: isRollback, circumstances)
    proposal.isAdoption = try isAdoption(candidate)
    proposal.arrival = candidate.arrival
    proposal.tellsAll = false
    var verdict = rules.judge(proposal, asApplies: statement.parts(bases))
    verdict.findings = findings + verdict.findings
    return verdict
  }

  /// What the judge is told besides the change, and on what each record rests.
  private func circumstances(
    of candidate: Candidate, _ statement: inout Statement, _ documents: [DocumentChange],
    by rules: Rules, _ findings: inout [Finding]
  ) throws -> (Circumstances, bases: [Statement.Basis]) {
    // Artifacts that are not what their record says are told by its audit.
    let records = statement.records.map(\.record)
    let evidence = try StoredEvidence(of: records, candidate, objects, reads: rules.readEvidence)
    let actor = statement.metadata.actor
    let approvals = try StoredApprovals(of: statement.records, candidate, actor, in: self)
    findings += approvals.findings
    statement.records.hold(approvals.approvedRecords)
    var gates: [GateAnswer] = []
    do {
      gates = try recallGates(of: candidate, statement, by: rules, artifacts: evidence)
      findings += try unsoundDecisions(
        of: candidate, records, documents, besides: gates.map(\.gate), artifacts: evidence)
    } catch let error as PolicyError {
      // No decision could be read out of the records, so the gates have not answered.
      findings.append(
        Finding(
          .recordMismatch, path: records.last.map { Record.path($0.id) }, pointer: error.pointer,
          error.message, mend: error.hint ?? "make the change with 'writ apply'"))
    }
    let result = Circumstances(
      evidence: evidence.documents, approvals: approvals.approvals,
      approvalsComeLater: candidate.approvalsComeLater
        ?? candidate.branch.map(rules.isAskedElsewhere) ?? false,
      gates: gates, signature: try candidate.signature(actor))
    let given = approvals.checked.map { $0.map(\.approval) }
    return (result, bases: zip(evidence.documentsByRecord, given).map { ($0, $1) })
  }

  /// Whether the candidate brings the first rules.
  private func isAdoption(_ candidate: Candidate) throws -> Bool {
    guard let tree = candidate.parentTree else { return true }
    return try objects.entry(at: GitPath(Rules.path), in: tree) == nil
  }

  // MARK: Documents

  private func strictDocuments(
    _ changes: [TreeChange], on tree: ObjectID?, _ findings: inout [Finding]
  ) throws -> [DocumentChange] {
    var result: [DocumentChange] = []
    for change in changes {
      if let after = change.after, !after.mode.isFile {
        findings.append(
          Finding(
            .specialFile, path: change.path.description,
            "\(change.path) is a \(after.mode), and only ordinary files may be here.",
            mend: "replace it by a file"))
        continue
      }
      if let finding = try unreadableDocument(change) { findings.append(finding) }
      if let after = change.after, Ledger.signerLists.contains(change.path) {
        let content = try objects.blob(after.id, limit: RevocationList.limit)
        findings += signerFindings(change.path, content)
      }
      result.append(try judgedChange(change, on: tree))
    }
    return result
  }

  private func unreadableDocument(_ change: TreeChange) throws -> Finding? {
    let path = change.path.description
    // The rules are read whole elsewhere.
    guard change.path.bytes.suffix(5).elementsEqual(".json".utf8),
      change.path != GitPath(Rules.path), let after = change.after
    else { return nil }
    guard change.path.utf8.flatMap(DocumentName.init(path:)) != nil else {
      return Finding(
        .documentName, path: path,
        "No document can have the name of \(path), so no rule could look into it.",
        mend: "rename the file")
    }
    do {
      _ = try strictDocument(after.id).get()
      return nil
    } catch let error as JSONError {
      return Ledger.unreadable(path, error).findings.first
    }
  }
}
