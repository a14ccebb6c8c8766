import WritGit

/// What the commits of a push state, while it is not known whether they may stay.
struct FreshFacts {
  private var known = Set<ObjectID>()
  private var stated: [Fact: [ObjectID]] = [:]
  /// The commits that the push builds on.
  private(set) var bases: [ObjectID] = []

  /// Whether the commit is one of the push.
  func contains(_ commit: ObjectID) -> Bool { known.contains(commit) }

  /// Adds a commit after its parents.
  mutating func add(_ commit: Commit, _ facts: [Fact]) {
    guard known.insert(commit.id).inserted else { return }
    for parent in commit.parents where !known.contains(parent) && !bases.contains(parent) {
      bases.append(parent)
    }
    for fact in facts { stated[fact, default: []].append(commit.id) }
  }

  /// The commits that state one of the facts, in whatever branch of the push.
  func commits(stating facts: [Fact]) -> [(kind: Fact.Kind, commit: ObjectID)] {
    facts.flatMap { fact in (stated[fact] ?? []).map { (fact.kind, $0) } }
  }
}
