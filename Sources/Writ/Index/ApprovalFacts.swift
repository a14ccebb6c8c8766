import WritGit
import WritPolicy
import WritSignature

extension Fact {
  /// That something of the rules was set aside; all such applies state the same.
  static let setAside = Fact(.setAside, "any")

  /// That a commit put approvals or reviews beside the record of an apply.
  static func approved(_ id: ULID) -> Fact { Fact(.approved, id.description) }
}

extension Ledger {
  /// What a commit states of approvals: that it brings some, and that rules were set aside.
  func approvalFacts(of commit: Commit, _ records: [Record]) throws -> [Fact] {
    let approved = try applies(approvedAnewBy: commit)
    var result = approved.map(Fact.approved)
    let isSetAside = records.contains { !$0.overrides.isEmpty }
    if try isSetAside || approved.contains(where: { try hasBreakGlass($0, commit) }) {
      result.append(.setAside)
    }
    return result
  }

  /// Whether one of the approvals beside a record is an emergency's.
  private func hasBreakGlass(_ id: ULID, _ commit: Commit) throws -> Bool {
    try storedEnvelopes(of: id, in: commit.tree).contains { try breakGlass($0) != nil }
  }

  /// Who broke the glass by an approval, and why; nil where it is none of an emergency.
  ///
  /// What is no approval stands in for nothing; `verify` reports it.
  func breakGlass(_ input: ApprovalInput) throws -> String? {
    do {
      let (envelope, predicate) = try readApproval(input)
      guard predicate.mode == .breakGlass else { return nil }
      return "\(predicate.note ?? "") (\(envelope.keyID))"
    } catch let error as LedgerError where error.kind == .refused {
      return nil
    }
  }
}
