import WritGit

/// What somebody who walks the history knows of it, so that the judge need not walk it again for
/// every commit.
struct Lineage {
  /// The commits in the history of a tip that state one of the facts, in no order.
  let commits: (_ facts: [Fact], _ tip: ObjectID) throws -> [(kind: Fact.Kind, commit: ObjectID)]
  /// Whether the first is the second or can be reached from it.
  let isAncestor: (_ ancestor: ObjectID, _ descendant: ObjectID) throws -> Bool
}

extension Ledger {
  /// The commit in the history of a tip that brought the apply of that id, or nil.
  func commit(ofApply id: String, before tip: ObjectID) throws -> ObjectID? {
    try facts(at: tip).commit(stating: Fact(.id, id))
  }

  /// Whether a commit is part of the history of another.
  func isPart(_ ancestor: ObjectID, ofHistoryOf tip: ObjectID) throws -> Bool {
    if ancestor == tip { return true }
    if let lineage { return try lineage.isAncestor(ancestor, tip) }
    return try repository.isAncestor(ancestor, of: tip)
  }
}
