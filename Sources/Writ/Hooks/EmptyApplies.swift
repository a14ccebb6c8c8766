import WritGit
import WritPolicy
import WritSignature

extension Ledger {
  /// Why a commit that changes nothing that is governed cannot be the apply that it says it is, or
  /// bring the records that it brings: a record is used once, and no apply changes nothing.
  func emptyFindings(_ candidate: Candidate) throws -> [Finding] {
    let findings = try namedFindings(candidate)
    return try findings.isEmpty ? plantedFindings(candidate) : findings
  }

  private func namedFindings(_ candidate: Candidate) throws -> [Finding] {
    guard candidate.parents.count == 1, let parent = candidate.parents.first,
      candidate.message.holds(Ledger.recordKey)
    else { return [] }
    let message = CommitMessage.read(candidate.message).message
    guard let value = message.value(of: .record) else { return [] }
    let path = GitPath(bytes: Array(value.utf8.prefix { $0 != 0x20 }))
    guard path.isRecord, let id = path.components.dropFirst().first else { return [] }
    let earlier = try commit(ofApply: String(decoding: id, as: UTF8.self), before: parent)
    return [
      Finding(
        earlier == nil ? .recordMismatch : .recordReused, path: path.description,
        earlier.map { "The record was used before, by commit \($0.short)." }
          ?? "The commit names a record, and changes neither policy nor governance.",
        mend: "drop the commit, or remove its Writ trailers")
    ]
  }

  /// The records that a commit, or a merge without a value of its own, puts under `evidence/` although
  /// it makes none of their changes.
  ///
  /// Two may come: one that the history had and that is the same, as when somebody restores its
  /// folder, and those of a squash whose changes cancel each other out.
  func plantedFindings(_ candidate: Candidate) throws -> [Finding] {
    guard let tree = candidate.parentTree, try bringsEvidence(candidate),
      try objects.entry(at: GitPath(Rules.path), in: tree) != nil
    else { return [] }
    var findings: [Finding] = []
    let brought = try squashedRecords(candidate, &findings).filter { stated in
      try !candidate.parents.contains { try isRestored(stated, candidate, before: $0) }
    }
    let records = brought.map(\.record)
    if try cancelOut(records, candidate) { return findings }
    return findings
      + brought.map { stated in
        Finding(
          .recordMismatch, path: stated.path.description,
          "The commit brings the record \(stated.path) and makes none of the changes that it lists.",
          mend: "take the record out of the commit, or make the change with 'writ apply'")
      }
  }

  /// Whether something lies under `evidence/` that none of the parents has as it is, as far as its
  /// topmost folders tell.
  private func bringsEvidence(_ candidate: Candidate) throws -> Bool {
    // The index has no folders.
    guard let own = try candidate.file(Ledger.evidence), own.mode == .folder else { return true }
    let known = try candidate.parents.compactMap {
      try objects.entry(at: Ledger.evidence, in: objects.commit($0).tree)
    }.filter { $0.mode == .folder }
    if known.contains(own) { return false }
    var rest = try objects.entries(of: own.id)
    for folder in known {
      let names = Dictionary(try objects.entries(of: folder.id)) { first, _ in first }
      rest.removeAll { names[$0.name] == $0.entry }
    }
    return !rest.isEmpty
  }

  /// Whether an earlier commit brought the same record.
  private func isRestored(
    _ stated: StatedRecord, _ candidate: Candidate, before parent: ObjectID
  ) throws -> Bool {
    let id = stated.record.id.description
    guard let earlier = try commit(ofApply: id, before: parent) else { return false }
    let entry = try objects.entry(at: stated.path, in: objects.commit(earlier).tree)
    return try entry?.id == candidate.file(stated.path)?.id
  }

  /// Whether the tree is both what the records began with and what they led to.
  private func cancelOut(_ records: [Record], _ candidate: Candidate) throws -> Bool {
    try [ListedValues.Side.before, .after].allSatisfy { side in
      try ListedValues(side, of: records, in: self, file: candidate.file).missing().isEmpty
    }
  }

  /// What is wrong with the approvals that a commit of their own brought.
  func approvalFindings(_ commit: Commit) throws -> [Finding] {
    guard let id = ApprovalCommit.id(of: commit) else { return [] }
    func finding(_ path: String, _ message: String) -> Finding {
      Finding(
        .approvalMismatch, path: path, message,
        mend: "approvals are never edited: have the change approved with 'writ approve'")
    }
    return try storedEnvelopes(of: id, in: commit.tree).compactMap { input in
      let name = RecordedApproval.fileName(Digest(of: input.bytes))
      guard GitPath(input.name).components.last?.elementsEqual(name.utf8) == true else {
        return finding(
          input.name, "The approval \(input.name) is not what its name says: somebody edited it.")
      }
      do {
        let (envelope, _) = try readApproval(input)
        let isValid = envelope.signature.isValid(
          over: envelope.signedBytes, namespace: Ledger.approvalNamespace)
        return isValid
          ? nil : finding(input.name, "The signature of the approval \(input.name) is invalid.")
      } catch let error as LedgerError where error.kind == .refused {
        return finding(input.name, error.message)
      }
    }
  }
}
