import WritGit
import WritPolicy
import WritSignature

extension Fact {
  /// That something of the rules was set aside; all such applies state the same.
  static let setAside = Fact(.setAside, "any")

  /// That an apply was approved or reviewed by a commit of its own.
  static func approved(_ id: ULID) -> Fact { Fact(.approved, id.description) }
}

extension Ledger {
  /// What a commit states of approvals: that it brings one, and that rules were set aside.
  func approvalFacts(of commit: Commit, _ records: [Record]) throws -> [Fact] {
    let approved = ApprovalCommit.id(of: commit)
    var result = approved.map { [Fact.approved($0)] } ?? []
    let isSetAside = records.contains { !$0.overrides.isEmpty }
    if try isSetAside || hasBreakGlass(records.map(\.id) + [approved].compactMap { $0 }, commit) {
      result.append(.setAside)
    }
    return result
  }

  /// Whether one of the approvals beside some records is an emergency's.
  private func hasBreakGlass(_ ids: [ULID], _ commit: Commit) throws -> Bool {
    try ids.contains { id in
      try storedEnvelopes(of: id, in: commit.tree).contains { try isBreakGlass($0) }
    }
  }

  /// What is no approval stands in for nothing; `verify` reports it.
  private func isBreakGlass(_ input: ApprovalInput) throws -> Bool {
    do {
      return try readApproval(input).predicate.mode == .breakGlass
    } catch let error as LedgerError where error.kind == .refused {
      return false
    }
  }

  /// The envelopes beside the record of an apply in one tree.
  func storedEnvelopes(of id: ULID, in tree: ObjectID) throws -> [ApprovalInput] {
    let folder = GitPath(Record.approvalFolder(id))
    guard let found = try objects.entry(at: folder, in: tree), found.mode == .folder else {
      return []
    }
    return try objects.files(in: found.id, under: folder).prefix(StoredApprovals.limit)
      .compactMap { path, entry in
        guard entry.mode.isFile, try objects.header(entry.id).size <= Envelope.limit else {
          return nil
        }
        return ApprovalInput(name: path.description, bytes: try objects.blob(entry.id))
      }
  }
}
