import WritGit
import WritJSON
public import WritPolicy
import WritSignature

/// A plan that is approved, with what its apply will be given besides: gates are asked as they will
/// be then, since what they make of artifacts is kept beside these.
public struct PlanToApprove: Sendable {
  /// The plan.
  public var plan: Plan
  /// The artifacts.
  public var evidence: [EvidenceInput] = []
  /// Why the change will be made.
  public var intent = Intent.apply
  /// Decisions that gates made before.
  public var decisions: [GateDecision] = []

  /// A plan without artifacts.
  public init(_ plan: Plan) { self.plan = plan }
}

/// What `writ approve` is asked to do.
public struct ApprovalRequest: Sendable {
  /// What is approved.
  public enum Target: Sendable {
    /// A plan, with what the apply will be given.
    case plan(PlanToApprove)
    /// An apply that was made or proposed: its id, a commit, or a pull request as `#N`.
    case apply(String)
  }

  /// What is approved.
  public var target: Target
  /// The key to sign with; nil for the one that git's settings name.
  public var key: String?
  /// How the consent is given.
  public var mode = Approval.Mode.human
  /// Why; one line.
  public var note: String?
  /// Whether the approval of a proposal is put beside its record, by a commit on its branch.
  public var isStored = true
  /// Whether the apply has landed and is reviewed: the approval is put beside it on its branch.
  public var isReview = false
  /// When a review says that the values must be looked at again.
  public var reviewBy: String?
  /// Whether that commit is signed.
  public var signing = SigningChoice.configured

  /// A request to approve.
  public init(_ target: Target) { self.target = target }
}

/// What came of a request to approve.
public struct ApprovalOutcome {
  /// What was approved.
  public let subject: ApprovalSubject
  /// The values that change, for people.
  public let changes: [RecordedChange]
  /// The files that change without a value that could be listed, such as lists of signers.
  public var files: [Record.File] {
    let listed = Set(changes.map(\.path))
    return subject.files.filter { !listed.contains(GitPath($0.path)) }
  }
  /// What was signed.
  public let predicate: ApprovalPredicate
  /// The fingerprint of the key.
  public let key: String
  /// The DSSE envelope as it is stored in a file.
  public let envelope: [UInt8]
  /// The branch and the commit that keep the approval, when it was put beside a proposal.
  public var stored: (branch: String, commit: String)?
  /// Why the approval will not count as things stand; nil when it will.
  public var doubt: String?
}

extension Ledger {
  /// Approves a change: signs the digest of exactly what it is, with the evidence, gates and rules
  /// that it is judged by.
  public func approve(_ request: ApprovalRequest) throws -> ApprovalOutcome {
    let found = try approvable(request.target)
    let predicate = try predicate(request, found.subject)
    let signer = try namedSigner(request.key)
    let (bytes, key) = try sealed(predicate, by: signer)
    var outcome = ApprovalOutcome(
      subject: found.subject, changes: found.changes, predicate: predicate,
      key: key, envelope: bytes)
    outcome.doubt = try doubt(bytes, found, isReview: request.isReview)
    if request.isReview {
      let date = predicate.reviewBy.flatMap(ReviewDate.init)
      outcome.stored = try storeReview(bytes, of: found, until: date, request.signing)
    } else if request.isStored, let proposal = found.proposal, let record = found.record {
      let commit = try store(bytes, besides: record, on: proposal, request.signing)
      outcome.stored = (proposal.name, commit.hex)
    }
    return outcome
  }

  private func predicate(
    _ request: ApprovalRequest, _ subject: ApprovalSubject
  ) throws -> ApprovalPredicate {
    if let note = request.note, let problem = GovernanceKey.rationale.check(note) {
      throw LedgerError(.usage, "approval-note", problem.sentence, hint: problem.hint)
    }
    guard request.mode != .breakGlass || request.note != nil else {
      throw LedgerError(
        .usage, "approval-note", "An approval in an emergency says why.", hint: "give --note")
    }
    return ApprovalPredicate(
      mode: request.mode, time: Instant(seconds: surroundings.now().seconds), note: request.note,
      reviewBy: try checkedReviewDate(request), subject: subject)
  }

  private func checkedReviewDate(_ request: ApprovalRequest) throws -> String? {
    guard let text = request.reviewBy else { return nil }
    guard let date = ReviewDate(text), !date.isPast(at: surroundings.now()) else {
      throw LedgerError(
        .usage, "review-date", "'\(text.oneLine)' is no date in the future.",
        hint: "write one such as 2030-01-31")
    }
    return text
  }

  /// What signs with a key that is named, or with the one of git's settings.
  func namedSigner(_ key: String?) throws -> ObjectSigner {
    let settings = SigningSettings(settings: try repository.configuration())
    return try ObjectSigner(
      self, settings.key(named: key), program: settings.program, isNeeded: true)
  }

  private func sealed(
    _ predicate: ApprovalPredicate, by signer: ObjectSigner
  ) throws -> (bytes: [UInt8], key: String) {
    let statement = InTotoStatement(
      subject: try predicate.subject.inToto, predicateType: ApprovalPredicate.type,
      predicate: predicate.json)
    let payload = try statement.payload
    let type = InTotoStatement.payloadType
    let signature = try signer.sign(
      Envelope.preAuthenticationEncoding(type, payload), namespace: Ledger.approvalNamespace)
    let envelope = Envelope(payloadType: type, payload: payload, signature: signature)
    return (envelope.json.serialized(), envelope.keyID)
  }

  // MARK: Beside a proposal

  /// Puts an envelope beside a record by a commit on the proposal's branch.
  private func store(
    _ bytes: [UInt8], besides record: Record, on branch: Branch, _ signing: SigningChoice
  ) throws -> ObjectID {
    let signer = try signer(signing, for: .commit)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try refuseIfCheckedOutElsewhere(branch.name)
    guard !branch.isCheckedOut else {
      throw LedgerError(
        .usage, "proposal-checked-out", "The branch '\(branch.name)' is checked out here.",
        hint: "check out another branch, or write the approval to a file with --out")
    }
    let commit = try approvalCommit(bytes, besides: record, on: branch.tip, signer).commit
    let doubt = try repository.updateReference(
      branch.name, from: branch.tip, to: commit, reason: "writ: approve \(record.id)")
    if let doubt { throw doubt }
    return commit
  }

  /// Stores a commit that does nothing but put an envelope beside a record.
  func approvalCommit(
    _ bytes: [UInt8], besides record: Record, on tip: ObjectID, _ signer: ObjectSigner?
  ) throws -> (commit: ObjectID, file: Landing.File) {
    let name = RecordedApproval.fileName(Digest(of: bytes))
    let path = GitPath("\(Record.approvalFolder(record.id))/\(name)")
    let entry = TreeEntry(id: try objects.write(bytes, as: .blob))
    var editor = TreeEditor(objects)
    try editor.set(path, to: entry)
    let people = try signatures(at: surroundings.now())
    let content = try ObjectDatabase.commitContent(
      tree: try editor.write(onto: objects.commit(tip).tree), parents: [tip],
      author: people.author, committer: people.committer,
      message: ApprovalCommit.message(record.id))
    let commit = try objects.write(signed(commit: content, by: signer), as: .commit)
    try objects.flush()
    return (commit, Landing.File(path: path, before: nil, after: entry))
  }
}
