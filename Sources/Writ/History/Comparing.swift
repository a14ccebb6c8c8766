public import WritGit
public import WritPolicy

extension Ledger {
  /// The policies that differ between two commits, by value.
  public func policyChanges(from before: ObjectID, to after: ObjectID) throws -> [DocumentChange] {
    try objects.changes(
      from: policiesTree(of: before), to: policiesTree(of: after), under: Ledger.policies
    ).map(documentChange)
  }

  /// A commit as it is stored.
  public func commitObject(_ id: ObjectID) throws -> Commit { try objects.commit(id) }

  /// The commit that a user wants to see: by an apply's id, a checkpoint's name or any revision.
  public func commitToShow(_ text: String, on branchName: String?) throws -> ObjectID {
    if let id = try repository.resolve(text) { return try commit(id, named: text) }
    let branch = try viewpoint(branchName)
    if ULID(text) != nil { return try applyCommit(text, on: branch) }
    return try checkpoint(text, on: branch).commit
  }
}
