import WritGit

/// The line of a branch through the commits of a push, from what is pushed back to what the branch
/// was: the first parents, but where a merge brings what the branch was as another parent.
///
/// Else whoever pushes would choose, by the order of the parents, whose rules judge the merge, and
/// what counts as its change.
struct BranchLine {
  /// The merges of which another parent continues the line, with its place.
  private(set) var turns: [ObjectID: Int] = [:]

  init(_ repository: Repository, from tip: ObjectID, to old: ObjectID) throws {
    var parents: [ObjectID: [ObjectID]] = [:]
    var children: [ObjectID: [ObjectID]] = [:]
    let history = try History(of: repository, from: [tip], hiding: [old])
    while let commit = try history.next() {
      parents[commit.id] = commit.parents
      for parent in commit.parents { children[parent, default: []].append(commit.id) }
    }
    let built = BranchLine.reachable(from: old, by: children)
    var current = tip
    while current != old, let own = parents[current],
      let place = own.firstIndex(where: built.contains)
    {
      if place > 0 { turns[current] = place }
      current = own[place]
    }
  }

  /// A commit and all that build on it.
  private static func reachable(
    from commit: ObjectID, by children: [ObjectID: [ObjectID]]
  ) -> Set<ObjectID> {
    var result: Set<ObjectID> = [commit]
    var waiting = [commit]
    while let next = waiting.popLast() {
      for child in children[next] ?? [] where result.insert(child).inserted {
        waiting.append(child)
      }
    }
    return result
  }
}
