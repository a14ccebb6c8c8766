public import WritGit
import WritJSON
public import WritPolicy

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
  func judge(_ candidate: Candidate) throws -> CommitVerdict {
    func untouched(_ why: String) -> CommitVerdict {
      CommitVerdict(label: candidate.label, passedUntouched: why, verdict: Verdict())
    }
    if candidate.changes.isEmpty { return untouched("it changes neither policy nor governance") }
    let changes = try ownChanges(of: candidate)
    if changes.isEmpty { return untouched("the merge brings no value of its own") }
    guard let rules = try rules(for: candidate) else {
      var verdict = untouched("the repository was not adopted by writ")
      verdict.isBeforeAdoption = true
      return verdict
    }
    var verdict = Verdict()
    var records: [StatedRecord] = []
    switch rules {
    case .failure(let finding): verdict.findings.append(finding)
    case .success(let rules): verdict = try judge(candidate, changes, by: rules, &records)
    }
    verdict.findings = verdict.findings.map(\.ofCommit)
    return CommitVerdict(
      label: candidate.label, passedUntouched: nil, verdict: verdict, records: records,
      rules: rules.rules)
  }

  private func judge(
    _ candidate: Candidate, _ changes: [TreeChange], by rules: Rules,
    _ records: inout [StatedRecord]
  ) throws -> Verdict {
    var findings: [Finding] = []
    let documents = try strictDocuments(changes, &findings)
    let statement = try Statement(of: candidate, documents, rules, in: self)
    records = statement.records
    findings += statement.findings
    let isRollback = statement.intent == .rollback
    if isRollback { findings += try unprovedRollback(candidate, documents, statement.restores) }
    var verdict = rules.judge(
      Proposal(
        intent: statement.intent, documents: documents, metadata: statement.metadata,
        now: candidate.now, isProvenRollback: isRollback))
    verdict.findings = findings + verdict.findings
    return verdict
  }

  // MARK: Rules

  private func rules(for candidate: Candidate) throws -> FoundRules? {
    var entry: TreeEntry?
    if let tree = candidate.parentTree {
      entry = try objects.entry(at: GitPath(Rules.path), in: tree)
    }
    // The first commit, or the one that adopts the repository, is judged by its own rules.
    if entry == nil { entry = try candidate.file(GitPath(Rules.path)) }
    guard let entry else { return nil }
    if let known = readDocuments.rules[entry.id] { return known }
    let found = try read(entry)
    readDocuments.rules[entry.id] = found
    return found
  }

  private func read(_ entry: TreeEntry) throws -> FoundRules {
    do {
      let bytes = try objects.blob(entry.id, limit: Snapshot.documentLimit)
      return .success(try Rules(Ledger.parse(bytes, Rules.path).value))
    } catch let error as PolicyError {
      return .failure(
        Finding(
          .rulesForm, path: Rules.path, pointer: error.pointer, error.message,
          mend: error.hint ?? "correct the rules"))
    } catch let error as LedgerError where error.kind == .refused {
      return .failure(
        Finding(
          .rulesForm, path: Rules.path, error.message, mend: error.hint ?? "correct the rules"))
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
      result.append(try documentChange(change))
    }
    return result
  }

  private func unreadableDocument(_ change: TreeChange) throws -> Finding? {
    let path = change.path.description
    guard path.hasSuffix(".json"), let after = change.after else {
      guard path == Rules.path, change.after == nil else { return nil }
      return Finding(
        .rulesForm, path: path, "The commit removes \(path).",
        mend: "keep the rules; an empty list of rules allows everything")
    }
    do {
      let document = try strictDocument(after.id).get()
      if path == Rules.path { _ = try Rules(document) }
      return nil
    } catch let error as JSONError {
      return Ledger.unreadable(path, error).findings.first
    } catch let error as PolicyError {
      return Finding(
        .rulesForm, path: path, pointer: error.pointer, error.message,
        mend: error.hint ?? "correct the rules")
    }
  }
}
