import WritGit
import WritPolicy

/// What the repository has that a push goes to, as far as it is known here.
struct PushReceiver {
  /// The commits whose rules judge what a push does to references.
  ///
  /// That is the tip of the branch that `HEAD` names, where its own rules protect it. Otherwise
  /// anybody may rewrite that one, or make it, so that those of all branches that their own rules
  /// protect stand beside it, or in its place.
  ///
  /// A branch is protected when the rules of one of them say so; what is allowed, all must allow.
  var heads: [ObjectID]
  /// The commits that references lead to, by the names that these have over there.
  var commits: [(reference: String, commit: ObjectID)] = []
  /// The place of the one judge, while `HEAD` names a branch that is none, and others stand in.
  var vacancy: Vacancy?

  /// A branch that would become the only judge if its rules protected it.
  struct Vacancy {
    /// Its full name.
    let branch: String
    /// The tips of those that judge in its place.
    let trunks: [ObjectID]
  }
}

extension Ledger {
  /// This repository as the one that receives.
  func receiver() throws -> PushReceiver {
    var result = PushReceiver(heads: [], commits: try commits(below: "refs/"))
    if case .branch(let name, let tip) = try repository.head() {
      try setJudges(of: &result, head: (try repository.finalName(of: name) ?? name, tip))
    } else {
      try setJudges(of: &result, head: nil)
    }
    return result
  }

  /// A remote repository as its remote-tracking branches show it, and what the push itself says.
  ///
  /// - Parameter remote: the name of a remote, or where it is when it has no name here: then what
  ///   any remote has counts as being there.
  func receiver(behind remote: String, _ references: [PushedReference]) throws -> PushReceiver {
    let prefix = "refs/remotes/\(remote)/"
    let isNamed = Repository.isValidReferenceName(prefix + "HEAD")
    let tracked = isNamed ? try commits(below: prefix) : []
    var result = PushReceiver(heads: [])
    let heads = "refs/heads/"
    func name(of tracking: String) -> String {
      heads + String(decoding: tracking.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
    result.commits =
      tracked.isEmpty
      ? try commits(below: "refs/remotes/") : tracked.map { (name(of: $0), $1) }
    let head = tracked.first { $0.reference.utf8.elementsEqual((prefix + "HEAD").utf8) }
    try setJudges(
      of: &result,
      head: try head.map { (name(of: try repository.finalName(of: $0) ?? $0), $1) })
    for reference in references where !reference.isNew && objects.contains(reference.old) {
      if let commit = try commit(behind: reference.old) {
        result.commits.append((reference.name, commit))
      }
    }
    return result
  }

  /// Tells who judges: the branch that `HEAD` names by its own name, or others.
  private func setJudges(
    of receiver: inout PushReceiver, head: (name: String, tip: ObjectID?)?
  ) throws {
    let tip = head?.tip
    if let head, let tip, try isProtected(head.name, at: tip) {
      receiver.heads = [tip]
      return
    }
    let trunks = try trunks(receiver.commits)
    receiver.heads = (tip.map { trunks.contains($0) ? [] : [$0] } ?? []) + trunks
    if let head, !trunks.isEmpty {
      receiver.vacancy = PushReceiver.Vacancy(branch: head.name, trunks: trunks)
    }
  }

  /// Whether the rules that a commit has protect a branch; rules that nobody can read do.
  func isProtected(_ branch: String, at commit: ObjectID) throws -> Bool {
    switch try foundRules(in: objects.commit(commit).tree) {
    case .success(let rules): rules.protects(branch)
    case .failure: true
    case nil: false
    }
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
