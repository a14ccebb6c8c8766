public import WritGit
import WritJSON
import WritPolicy
import WritSignature

/// The approvals that lie beside the records of a commit, checked against what the commit is.
struct StoredApprovals {
  /// The approvals for the judge: of all records where there are several.
  private(set) var approvals: [Approval] = []
  /// The approvals of each record.
  private(set) var checked: [[CheckedApproval]] = []
  /// The records that an approval which holds was given to as they are.
  var approvedRecords: [ULID] {
    zip(ids, checked).compactMap { id, list in
      list.contains { $0.approval.holds && $0.predicate.subject.record != nil } ? id : nil
    }
  }
  /// What is not as records say, and what cannot be read.
  private(set) var findings: [Finding] = []

  private let ids: [ULID]
  private let ledger: Ledger
  private let candidate: Candidate
  private let actor: String?

  /// The most approvals that are looked at for one record.
  static let limit = 256

  init(
    of records: [StatedRecord], _ candidate: Candidate, _ actor: String?, in ledger: Ledger
  ) throws {
    self.ledger = ledger
    self.candidate = candidate
    self.actor = actor
    ids = records.map(\.record.id)
    for stated in records { checked.append(try check(stated.record)) }
    approvals = joined()
  }

  // MARK: One record

  private mutating func check(_ record: Record) throws -> [CheckedApproval] {
    let files = try files(of: record)
    guard let tree = candidate.parentTree, !files.isEmpty || !record.approvals.isEmpty else {
      return []
    }
    let subject = try ledger.approvalSubject(record, governedBy: tree)
    let trust = try ledger.trust(in: candidate.signerTree ?? tree)
    let latest = max(
      candidate.now.seconds, candidate.landing?.committer.seconds ?? candidate.now.seconds)
    var result: [CheckedApproval] = []
    for (path, blob) in files {
      do {
        let input = ApprovalInput(
          name: path.description, bytes: try ledger.objects.blob(blob))
        if let finding = misnamed(path, input.bytes) { findings.append(finding) }
        let checked = try ledger.check(
          input, against: subject, latest: latest, actor: actor, by: trust)
        if subject.isOther(than: checked.predicate.subject) {
          findings.append(mismatch(path, "The approval \(path) was given to another record."))
        }
        result.append(checked)
      } catch let error as LedgerError where error.kind == .refused {
        findings.append(mismatch(path, error.message))
      }
    }
    hold(record, against: result)
    return result
  }

  /// The envelopes beside a record, in the candidate's tree and in the one with which it lands.
  private mutating func files(of record: Record) throws -> [(path: GitPath, blob: ObjectID)] {
    let folder = GitPath(Record.approvalFolder(record.id))
    var entries = try candidate.evidence().filter { $0.path.isInside(folder) }
    if let landing = candidate.landing,
      let found = try ledger.objects.entry(at: folder, in: landing.tree), found.mode == .folder
    {
      var budget = ledger.surroundings.limits.trees
      entries += try ledger.objects.files(in: found.id, under: folder, &budget)
    }
    var seen = Set<ObjectID>()
    var result: [(path: GitPath, blob: ObjectID)] = []
    for (path, entry) in entries where seen.insert(entry.id).inserted {
      guard entry.mode.isFile, result.count < StoredApprovals.limit,
        try ledger.objects.header(entry.id).size <= Envelope.limit
      else {
        findings.append(mismatch(path, "\(path) is no approval, or one too many."))
        continue
      }
      result.append((path, entry.id))
    }
    return result
  }

  /// What a record lists was given with it; more may have come later.
  private mutating func hold(_ record: Record, against found: [CheckedApproval]) {
    for listed in record.approvals {
      let path = GitPath("\(Record.approvalFolder(record.id))/\(listed.file)")
      guard let checked = found.first(where: { $0.digest == listed.digest }) else {
        findings.append(
          mismatch(path, "The approval '\(listed.file)' that the record lists is not there."))
        continue
      }
      let own = checked.recorded
      if own.key != listed.key || own.mode != listed.mode || own.time != listed.time
        || own.note != listed.note
      {
        findings.append(
          mismatch(path, "The approval '\(listed.file)' is not what the record says of it."))
      }
    }
  }

  /// The name of an envelope's file follows from its bytes, so that no edit goes unseen.
  private func misnamed(_ path: GitPath, _ bytes: [UInt8]) -> Finding? {
    let name = RecordedApproval.fileName(Digest(of: bytes))
    guard path.components.last?.elementsEqual(name.utf8) != true else { return nil }
    return mismatch(path, "The approval \(path) is not what its name says: somebody edited it.")
  }

  private func mismatch(_ path: GitPath, _ message: String) -> Finding {
    Finding(
      .approvalMismatch, path: path.description, message,
      mend: "approvals are never edited: have the change approved with 'writ approve'")
  }

  // MARK: Several records

  /// An approval of a squash is one of each apply in it, by the same key.
  private func joined() -> [Approval] {
    guard checked.count > 1 else { return checked.first?.map(\.approval) ?? [] }
    var result: [Approval] = []
    for approval in checked.joined().map(\.approval) {
      let isComplete = checked.allSatisfy { list in
        list.contains {
          $0.key.hasSameBytes(as: approval.key) && $0.approval.holds
            && $0.predicate.mode == approval.mode
        }
      }
      let drift = isComplete ? [] : ["Not every apply that the commit joins was approved."]
      var joined = Approval(
        approver: approval.approver, key: approval.key, mode: approval.mode,
        status: approval.status, drift: approval.drift + drift)
      joined.otherNames = approval.otherNames
      result.append(joined)
    }
    return result
  }
}

extension Ledger {
  /// The approvals of a commit, as their check found them.
  public func approvals(of commit: Commit) throws -> [CheckedApproval] {
    var ignored: [Finding] = []
    let candidate = try candidate(commit)
    let message = CommitMessage.read(commit.message).message
    let records = try statedRecords(candidate, message, &ignored)
    let actor = records.last?.record.metadata.actor
    return try StoredApprovals(of: records, candidate, actor, in: self).checked.flatMap { $0 }
  }
}
