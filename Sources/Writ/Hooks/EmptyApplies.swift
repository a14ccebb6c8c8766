import WritGit
import WritPolicy
import WritSignature

extension Ledger {
  /// Why a commit that changes nothing that is governed cannot be the apply that it says it is: a
  /// record is used once, and no apply changes nothing.
  func emptyFindings(_ candidate: Candidate) throws -> [Finding] {
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
