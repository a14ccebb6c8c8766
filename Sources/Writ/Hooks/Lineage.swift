import WritGit
import WritPolicy

/// What somebody who walks the history knows of it, so that the judge need not walk it again for
/// every commit.
struct Lineage {
  /// The commits in the history of a tip that state one of the facts, in no order.
  let commits: (_ facts: [Fact], _ tip: ObjectID) throws -> [(kind: Fact.Kind, commit: ObjectID)]
  /// Whether the first is the second or can be reached from it.
  let isAncestor: (_ ancestor: ObjectID, _ descendant: ObjectID) throws -> Bool
  /// Where a side line left the line of a commit; nil when that is to be asked of the repository.
  let fork: (_ side: ObjectID, _ trunk: ObjectID) throws -> Fork?
}

extension Ledger {
  /// Where a side line left the line of a commit.
  func fork(of side: ObjectID, from trunk: ObjectID) throws -> Fork {
    if let known = try lineage?.fork(side, trunk) { return known }
    return Fork(
      anchor: try anchor(of: side, in: trunk), bases: try repository.mergeBases(trunk, side))
  }

  /// Whether two commits have an ancestor in common.
  func shareHistory(_ side: ObjectID, _ trunk: ObjectID) throws -> Bool {
    if let known = try lineage?.fork(side, trunk) { return !known.bases.isEmpty }
    return try repository.mergeBase(trunk, side) != nil
  }

  /// The first commit on the line of first parents of a commit that another one's history has too.
  private func anchor(of tip: ObjectID, in trunk: ObjectID) throws -> ObjectID? {
    var own = Set<ObjectID>()
    let history = try History(of: repository, from: [tip], hiding: [trunk])
    while let id = try history.nextID() { own.insert(id) }
    var current = tip
    while own.contains(current) {
      guard let parent = try objects.commit(current).parents.first else { return nil }
      current = parent
    }
    return current
  }

  /// Whether a line of commits, each judged by the rules of its first parent, begins at a commit of
  /// another line's history that had rules.
  ///
  /// A history with a first commit of its own, or one that branched off before the rules, was not
  /// judged by them.
  func isAnchored(_ tip: ObjectID, in trunk: ObjectID) throws -> Bool {
    try isAnchored(anchor(of: tip, in: trunk))
  }

  /// Whether rules judged what began at the commit where a side left another line.
  func isAnchored(_ anchor: ObjectID?) throws -> Bool {
    guard let anchor else { return false }
    return try objects.entry(at: GitPath(Rules.path), in: objects.commit(anchor).tree) != nil
  }
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
