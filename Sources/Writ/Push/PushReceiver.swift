import WritGit

/// What the repository has that a push goes to, as far as it is known here.
struct PushReceiver {
  /// The tip of the repository's own branch, the one that its `HEAD` names; nil when it has none.
  let head: ObjectID?
  /// The commits that references lead to, by the names that these have over there.
  var commits: [(reference: String, commit: ObjectID)] = []
}

extension Ledger {
  /// This repository as the one that receives.
  func receiver() throws -> PushReceiver {
    var head: ObjectID?
    if case .branch(_, let tip?) = try repository.head() { head = tip }
    return PushReceiver(head: head, commits: try commits(below: "refs/"))
  }

  /// A remote repository as its remote-tracking branches show it, and what the push itself says.
  ///
  /// - Parameter remote: the name of a remote, or where it is when it has no name here: then what
  ///   any remote has counts as being there.
  func receiver(behind remote: String, _ references: [PushedReference]) throws -> PushReceiver {
    let prefix = "refs/remotes/\(remote)/"
    let isNamed = Repository.isValidReferenceName(prefix + "HEAD")
    let tracked = isNamed ? try commits(below: prefix) : []
    var result = PushReceiver(
      head: tracked.first { $0.reference.utf8.elementsEqual((prefix + "HEAD").utf8) }?.commit)
    let heads = "refs/heads/"
    result.commits =
      tracked.isEmpty
      ? try commits(below: "refs/remotes/")
      : tracked.map { (heads + $0.reference.dropFirst(prefix.count), $0.commit) }
    for reference in references where !reference.isNew && objects.contains(reference.old) {
      if let commit = try commit(behind: reference.old) {
        result.commits.append((reference.name, commit))
      }
    }
    return result
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
