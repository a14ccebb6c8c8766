import WritGit
import WritPolicy

/// What the repository has that a push goes to, as far as it is known here.
struct PushReceiver {
  /// The tip of the repository's own branch, the one that its `HEAD` names; where that has no
  /// commit, those of all branches that their own rules protect, as nothing tells which of them
  /// others rely on.
  ///
  /// A branch is protected when the rules of one of them say so; what is allowed, all must allow.
  var heads: [ObjectID]
  /// The commits that references lead to, by the names that these have over there.
  var commits: [(reference: String, commit: ObjectID)] = []
}

extension Ledger {
  /// This repository as the one that receives.
  func receiver() throws -> PushReceiver {
    var head: ObjectID?
    if case .branch(_, let tip?) = try repository.head() { head = tip }
    let commits = try commits(below: "refs/")
    return PushReceiver(heads: try head.map { [$0] } ?? trunks(commits), commits: commits)
  }

  /// A remote repository as its remote-tracking branches show it, and what the push itself says.
  ///
  /// - Parameter remote: the name of a remote, or where it is when it has no name here: then what
  ///   any remote has counts as being there.
  func receiver(behind remote: String, _ references: [PushedReference]) throws -> PushReceiver {
    let prefix = "refs/remotes/\(remote)/"
    let isNamed = Repository.isValidReferenceName(prefix + "HEAD")
    let tracked = isNamed ? try commits(below: prefix) : []
    let head = tracked.first { $0.reference.utf8.elementsEqual((prefix + "HEAD").utf8) }?.commit
    var result = PushReceiver(heads: head.map { [$0] } ?? [])
    let heads = "refs/heads/"
    result.commits =
      tracked.isEmpty
      ? try commits(below: "refs/remotes/")
      : tracked.map { name, commit in
        let rest = String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        return (heads + rest, commit)
      }
    if head == nil { result.heads = try trunks(result.commits) }
    for reference in references where !reference.isNew && objects.contains(reference.old) {
      if let commit = try commit(behind: reference.old) {
        result.commits.append((reference.name, commit))
      }
    }
    return result
  }

  /// The branches that their own rules protect: a host may name a branch in `HEAD` that nobody ever
  /// made.
  private func trunks(_ commits: [(reference: String, commit: ObjectID)]) throws -> [ObjectID] {
    var seen = Set<ObjectID>()
    return try commits.filter { name, commit in
      guard name.utf8.starts(with: "refs/heads/".utf8),
        let rules = try foundRules(in: objects.commit(commit).tree)?.rules
      else { return false }
      return rules.protects(name) && seen.insert(commit).inserted
    }.map(\.commit)
  }

  private func commits(below prefix: String) throws -> [(reference: String, commit: ObjectID)] {
    try repository.references(startingWith: prefix).compactMap { name, target in
      try commit(behind: target).map { (name, $0) }
    }
  }

  /// The commit that an object is, or that a tag leads to, through as many tags as there are; nil
  /// where there is none at the end.
  func commit(behind object: ObjectID) throws -> ObjectID? {
    var current = object
    while true {
      switch try objects.header(current).kind {
      case .commit: return current
      case .tag: current = try objects.tag(current).target
      case .tree, .blob: return nil
      }
    }
  }
}
