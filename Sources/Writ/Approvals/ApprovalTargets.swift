import WritGit
import WritJSON
import WritPolicy

/// What is to be approved, found.
struct Approvable {
  let subject: ApprovalSubject
  let changes: [RecordedChange]
  /// The record, for an apply that was made or proposed.
  var record: Record?
  /// The commit that brought the record.
  var commit: Commit?
  /// The branch of the proposal, when there is one here.
  var proposal: Ledger.Branch?
}

extension Ledger {
  static let proposals = "refs/heads/writ/"

  /// Finds out what a request to approve is about, to the byte.
  func approvable(_ target: ApprovalRequest.Target) throws -> Approvable {
    switch target {
    case .plan(let plan): return try approvable(plan)
    case .apply(let text): return try approvable(apply: text)
    }
  }

  private func approvable(_ given: PlanToApprove) throws -> Approvable {
    let branch = try branch(given.plan.branch)
    var builder = try DraftBuilder(self, branch)
    // A plan that does not fit its own base is refused here.
    let draft = try builder.build(.plan(given.plan))
    guard !draft.isEmpty else {
      throw LedgerError(
        .usage, "empty-plan", "The plan changes nothing, so there is nothing to approve.")
    }
    let evidence = try given.evidence + summaries(given, draft, on: branch)
    let subject = try approvalSubject(
      draft, plan: given.plan.digest, on: branch, evidence: evidence.map(\.item))
    return Approvable(subject: subject, changes: try RecordedChange.list(draft.documents))
  }

  /// What the gates that rules ask will add to the artifacts.
  private func summaries(
    _ given: PlanToApprove, _ draft: Draft, on branch: Branch
  ) throws -> [EvidenceInput] {
    var mutation = Mutation(
      draft: draft, branch: branch, intent: given.intent, metadata: Metadata(),
      evidence: given.evidence, request: given.plan.digest, rebase: { draft, _ in draft })
    mutation.givenPlan = given.plan.digest
    mutation.decisions = given.decisions
    let base = try snapshot(draft.base)
    return try askGates(of: mutation, by: base.requireRules(), on: base, at: branch).summaries
  }

  private func approvable(apply text: String) throws -> Approvable {
    let branch = try proposal(named: text)
    let start = try branch?.tip ?? viewpointCommit(text)
    let (commit, record) = try recorded(start, text)
    guard let tree = try governingTree(of: record, in: commit) else {
      throw LedgerError(
        .unverifiable, "missing-base",
        "The commit \(record.base), on which the change was made, is not here.",
        hint: "fetch it, then approve again")
    }
    try requireTruth(of: record, in: commit)
    let subject = try approvalSubject(record, governedBy: tree)
    return Approvable(
      subject: subject, changes: record.changes, record: record, commit: commit, proposal: branch)
  }

  /// The tree whose rules and gates are in force for a record; nil when its base is not here.
  ///
  /// That of its base; its own where it brings the first rules.
  func governingTree(of record: Record, in commit: Commit) throws -> ObjectID? {
    guard let base = ObjectID(record.base) else { return nil }
    if base == .zero { return commit.tree }
    guard objects.contains(base) else { return nil }
    let tree = try objects.commit(base).tree
    return try objects.entry(at: GitPath(Rules.path), in: tree) == nil ? commit.tree : tree
  }

  private func viewpointCommit(_ text: String) throws -> ObjectID {
    try applyCommit(text, on: viewpoint())
  }

  /// The newest commit from a start on that brought a record: approvals lie behind a proposal.
  private func recorded(
    _ start: ObjectID, _ text: String
  ) throws -> (commit: Commit, record: Record) {
    var current = try objects.commit(start)
    let id = text.split(separator: "/").last.map(String.init) ?? text
    for _ in 0..<1_000 {
      let records = try records(of: current)
      if let named = records.first(where: { $0.id.description.hasSameBytes(as: id) }) {
        return (current, named)
      }
      if records.count == 1 { return (current, records[0]) }
      guard records.isEmpty else {
        throw LedgerError(
          .usage, "several-records",
          "The commit \(current.id.short) brought \(records.count) records, and '\(text)' names none of them.",
          hint: "name one: \(records.map(\.id.description).joined(separator: ", "))")
      }
      guard ApprovalCommit.isOne(current), let parent = current.parents.first else { break }
      current = try objects.commit(parent)
    }
    throw LedgerError(
      .usage, "no-record", "'\(text)' is no apply: it has no record that could be approved.",
      hint: "propose the change with 'writ apply --propose', or approve a plan")
  }

  /// What people sign must be what the commit does, whatever its record says.
  private func requireTruth(of record: Record, in commit: Commit) throws {
    let verdict = try judge(commit).verdict
    let told: Set<Finding.Code> = [
      .recordMismatch, .recordBase, .recordReused, .evidenceMismatch, .planMismatch,
      .trailerMismatch, .trailersUnreadable, .approvalMismatch, .notStrictJSON, .specialFile,
    ]
    let findings = verdict.findings.filter { told.contains($0.code) }
    guard !findings.isEmpty else { return }
    var error = LedgerError(
      .refused, "record-untrue", "The record \(Record.path(record.id)) does not tell the truth.")
    error.findings = findings
    throw error
  }

  // MARK: Proposals

  /// The proposal that a user names by its id, its branch or its pull request; nil for anything
  /// else.
  private func proposal(named text: String) throws -> Branch? {
    for name in [Ledger.proposals + text, "refs/heads/\(text)", text]
    where name.utf8.starts(with: Ledger.proposals.utf8) {
      if Repository.isValidReferenceName(name), try repository.reference(name) != nil {
        return try branch(name)
      }
    }
    guard let number = Ledger.pullRequest(text) else { return nil }
    let found = try repository.referenceNames(startingWith: Ledger.proposals).filter { name in
      guard let tip = try repository.reference(name) else { return false }
      let (_, record) = try recorded(tip, name)
      return record.metadata.pullRequest.flatMap(PullRequestNumber.of(reference:)) == number
    }
    guard found.count == 1 else { throw Ledger.unknownPullRequest(number, found) }
    return try branch(found[0])
  }

  private static func unknownPullRequest(_ number: Int, _ found: [String]) -> LedgerError {
    guard !found.isEmpty else {
      return LedgerError(
        .usage, "pull-request-unknown", "No proposal here belongs to the pull request #\(number).",
        hint: "fetch its branch writ/<id>, or name a commit")
    }
    let ids = found.map { String($0.dropFirst(proposals.count)) }
    return LedgerError(
      .usage, "pull-request-unknown",
      "\(found.count) proposals belong to the pull request #\(number).",
      hint: "name one: \(ids.joined(separator: ", "))")
  }

  /// The number in `#12` or a URL; a bare number may be a commit.
  private static func pullRequest(_ text: String) -> Int? {
    guard text.hasPrefix("#") || text.contains("://") else { return nil }
    return PullRequestNumber.of(reference: text)
  }
}
