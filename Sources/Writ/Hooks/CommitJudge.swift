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
  public let verdict: Verdict
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
    func untouched(_ why: String) -> CommitVerdict {
      CommitVerdict(label: candidate.label, passedUntouched: why, verdict: Verdict())
    }
    // A merge that changes nothing of one side may still bring back what the other took away.
    if candidate.changes.isEmpty, candidate.parents.count < 2 {
      return untouched("it changes neither policy nor governance")
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
    if changes.isEmpty, findings.isEmpty {
      return untouched("the merge brings no value of its own")
    }
    var verdict = Verdict()
    var statement: Statement?
    switch rules {
    case .failure(let finding): verdict.findings = findings.contains(finding) ? [] : [finding]
    case .success(let rules) where !changes.isEmpty:
      verdict = try judge(candidate, changes, by: rules, looksBack: looksBack, &statement)
    case .success: break
    }
    verdict.findings = (findings + verdict.findings).map(\.ofCommit)
    return CommitVerdict(
      label: candidate.label, passedUntouched: nil, verdict: verdict, intent: statement?.intent,
      documents: statement?.documents ?? [], records: statement?.records ?? [], rules: rules.rules)
  }

  private func judge(
    _ candidate: Candidate, _ changes: [TreeChange], by rules: Rules, looksBack: Bool,
    _ stated: inout Statement?
  ) throws -> Verdict {
    var unusable: [Finding] = []
    let documents = try strictDocuments(changes, &unusable)
    let statement = try Statement(of: candidate, documents, rules, in: self)
    stated = statement
    var findings = statement.findings
    let isRollback = statement.intent == .rollback
    if isRollback {
      let unproved = try unprovedRollback(candidate, documents, statement.restores)
      findings += unproved
      // A rollback never fails on what the past holds.
      if unproved.isEmpty { unusable.removeAll { $0.code != .specialFile } }
    }
    findings = unusable + Ledger.brokenGates(documents) + findings
    if looksBack, !isRollback || candidate.parents.count > 1 {
      findings += try withoutOverridden(
        returningValues(of: candidate, ownChanges: changes), statement.records.map(\.record))
    }
    let circumstances = try circumstances(of: candidate, statement, documents, by: rules, &findings)
    var proposal = Proposal(
      intent: statement.intent, documents: documents, metadata: statement.metadata,
      now: candidate.now, isProvenRollback: isRollback, circumstances)
    proposal.isAdoption = try isAdoption(candidate)
    var verdict = rules.judge(proposal)
    verdict.findings = findings + verdict.findings
    return verdict
  }

  /// What the judge is told besides the change.
  private func circumstances(
    of candidate: Candidate, _ statement: Statement, _ documents: [DocumentChange],
    by rules: Rules, _ findings: inout [Finding]
  ) throws -> Circumstances {
    // Artifacts that are not what their record says are told by its audit.
    let records = statement.records.map(\.record)
    let evidence = try StoredEvidence(of: records, candidate, objects, reads: rules.readEvidence)
    let actor = statement.metadata.actor
    let approvals = try StoredApprovals(of: statement.records, candidate, actor, in: self)
    findings += approvals.findings
    let gates = try recallGates(
      of: candidate, records, documents, by: rules, statement.intent, artifacts: evidence)
    findings += try unsoundDecisions(
      of: candidate, records, documents, besides: gates.map(\.gate), artifacts: evidence)
    return Circumstances(
      evidence: evidence.documents, approvals: approvals.approvals,
      approvalsComeLater: candidate.approvalsComeLater
        ?? candidate.branch.map(rules.isAskedElsewhere) ?? false,
      gates: gates, signature: try candidate.signature(actor))
  }

  /// Whether the candidate brings the first rules.
  private func isAdoption(_ candidate: Candidate) throws -> Bool {
    guard let tree = candidate.parentTree else { return true }
    return try objects.entry(at: GitPath(Rules.path), in: tree) == nil
  }

  // MARK: Rules

  private func rules(for candidate: Candidate) throws -> FoundRules? {
    do {
      if let tree = candidate.parentTree, let rules = try ruleBook.rules(in: tree) {
        return .success(rules)
      }
      // The first commit, or the one that adopts the repository, is judged by its own rules.
      return try candidate.ownRules().map(FoundRules.success)
    } catch {
      return .failure(try Ledger.unreadableRules(error))
    }
  }

  /// The finding for rules that could not be read; any other error is thrown on.
  static func unreadableRules(_ error: any Error) throws -> Finding {
    switch error {
    case let error as PolicyError: return Finding(unreadable: Rules.path, error)
    case let error as LedgerError where error.kind == .refused:
      if let finding = error.findings.first { return finding }
      return Finding(
        .rulesForm, path: Rules.path, error.message, mend: error.hint ?? "correct the rules")
    default: throw error
    }
  }

  /// Why nobody could be judged by the rules that the candidate would leave behind: rules, or a
  /// schema that they name, that cannot be read never land.
  private func brokenRules(of candidate: Candidate) throws -> [Finding] {
    let touches = candidate.changes.contains { change in
      change.path == GitPath(Rules.path) || GovernanceSchema.name(change.path) != nil
    }
    guard touches else { return [] }
    do {
      guard try candidate.ownRules() == nil else { return [] }
      return [
        Finding(
          .rulesForm, path: Rules.path, "The commit removes \(Rules.path).",
          mend: "keep the rules; an empty list of rules allows everything")
      ]
    } catch {
      return [try Ledger.unreadableRules(error)]
    }
  }

  // MARK: Documents

  private func strictDocuments(
    _ changes: [TreeChange], _ findings: inout [Finding]
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
      result.append(try judgedChange(change))
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
