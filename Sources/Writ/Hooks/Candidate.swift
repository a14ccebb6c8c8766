import WritGit
import WritPolicy

/// A commit that is to be judged, made or about to be made.
struct Candidate {
  /// The governed files that differ from the first parent.
  var changes: [TreeChange]
  /// Why `changes` could not be told, as they are too many; nil when they are told.
  var excess: GitError?
  /// The parents, first parent first; none for a first commit.
  let parents: [ObjectID]
  /// The tree of the first parent, or nil.
  let parentTree: ObjectID?
  /// The tree; nil for one that is still to be made.
  var tree: ObjectID?
  /// The message.
  let message: [UInt8]
  /// The file at a path of the candidate's tree.
  let file: (GitPath) throws -> TreeEntry?
  /// The folder `evidence/` of the candidate's tree.
  let evidence: () throws -> [(path: GitPath, entry: TreeEntry)]
  /// The rules that the candidate itself has, or nil when it has none.
  let ownRules: () throws -> Rules?
  /// The governed files that differ from another parent.
  let changesFrom: (ObjectID) throws -> [TreeChange]
  /// The signature, told with the actor where the key may sign as the actor; nil where git has
  /// not made the commit yet.
  var signature: (_ actor: String?) throws -> CommitSignature?
  /// The time that the candidate states, and that rules are held against.
  let now: Instant
  /// When the first parent says that it was made, in seconds since 1970; nil without a parent.
  var parentSeconds: () throws -> Int64?
  /// When the candidate came in, where somebody saw it come.
  var arrival: Instant?
  /// How refusals name the candidate.
  let label: String
  /// The branch that the candidate is on, by its full name; nil when it is not known or none.
  var branch: String?
  /// Whether approvals may still come; nil when the branch and the rules say.
  var approvalsComeLater: Bool?
  /// The commit with which the candidate lands, when it is another one: approvals that were given
  /// later lie in its tree.
  var landing: Commit?
  /// Where the candidate lands, as it is judged by what governs there; nil when no merge brings it.
  var onto: Onto?
  /// The tree whose lists of signers count, when that is not the first parent's.
  var signerTree: ObjectID?

  /// Whether it is no merge and changes nothing that is governed.
  var isEmpty: Bool { changes.isEmpty && parents.count < 2 && excess == nil }

  /// A line of commits onto which a merge brings a candidate.
  struct Onto {
    let tree: ObjectID
    /// The first parent of the merge, as the branch has it.
    let tip: ObjectID?
    /// The signature, by the signers of the line.
    let signature: (_ actor: String?) throws -> CommitSignature?
  }
}

extension Ledger {
  /// A commit that exists, judged at the time that it states.
  func candidate(_ commit: Commit) throws -> Candidate {
    try candidate(commit, on: parentTree(of: commit))
  }

  /// A commit whose first parent's tree is known.
  func candidate(_ commit: Commit, on parentTree: ObjectID?) throws -> Candidate {
    if let turn = try governedTurn(commit.parents) {
      let led = commit.led(by: turn)
      return try ordered(led, on: led.parents.first.map { try objects.commit($0).tree })
    }
    return try ordered(commit, on: parentTree)
  }

  /// The place of the first parent of a merge that has rules, where the first parent has none and is
  /// of a foreign history: that is no adoption, and nobody shakes the rules off by it.
  private func governedTurn(_ parents: [ObjectID]) throws -> Int? {
    guard parents.count > 1, try !hasRules(parents[0]) else { return nil }
    return try parents.indices.dropFirst().first { place in
      try hasRules(parents[place]) && !shareHistory(parents[place], parents[0])
    }
  }

  private func hasRules(_ commit: ObjectID) throws -> Bool {
    try objects.entry(at: GitPath(Rules.path), in: objects.commit(commit).tree) != nil
  }

  private func ordered(_ commit: Commit, on parentTree: ObjectID?) throws -> Candidate {
    let (changes, excess) = try boundedChanges(from: parentTree, to: commit.tree)
    return Candidate(
      changes: changes, excess: excess, parents: commit.parents, parentTree: parentTree,
      tree: commit.tree, message: commit.message,
      file: { [objects] in try objects.entry(at: $0, in: commit.tree) },
      evidence: evidence(in: commit.tree),
      ownRules: { [ruleBook] in try Ledger.strict(ruleBook.rules(in: commit.tree)) },
      changesFrom: { [self] parent in
        try governedChanges(from: objects.commit(parent).tree, to: commit.tree)
      },
      signature: { [self] in try commitSignature(commit, actor: $0) },
      now: Instant(seconds: commit.committer.seconds),
      parentSeconds: secondsOfFirst(commit.parents), label: "commit \(commit.id.short)")
  }

  /// The governed files that differ, or why they are not told: they are too many.
  private func boundedChanges(
    from before: ObjectID?, to after: ObjectID
  ) throws -> (changes: [TreeChange], excess: GitError?) {
    if before == after { return ([], nil) }
    var budget = surroundings.limits.trees
    do {
      return (try governedChanges(from: roots(before), to: roots(after), &budget), nil)
    } catch let error as GitError where error.code == .tooMuch {
      return ([], error)
    }
  }

  /// The folder `evidence/` of a tree, read once.
  private func evidence(
    in tree: ObjectID
  ) -> () throws -> [(path: GitPath, entry: TreeEntry)] {
    var known: [(path: GitPath, entry: TreeEntry)]?
    return { [objects, surroundings] in
      if let known { return known }
      guard let folder = try objects.entry(at: Ledger.evidence, in: tree), folder.mode == .folder
      else { return [] }
      var budget = surroundings.limits.trees
      let files = try objects.files(in: folder.id, under: Ledger.evidence, &budget)
      known = files
      return files
    }
  }

  /// Rules that come into force must be whole.
  private static func strict(_ rules: Rules?) throws -> Rules? {
    try rules?.requireConditions()
    return rules
  }

  /// The commit that git is about to make from the index.
  func stagedCandidate(message: [UInt8], parents: [ObjectID]) throws -> Candidate {
    var parents = parents
    if let turn = try governedTurn(parents) { parents.insert(parents.remove(at: turn), at: 0) }
    let folders = Ledger.governed + [Ledger.evidence]
    let staged = try repository.stagedFiles(under: folders)
    let files = Dictionary(staged.map { ($0.path, $0.entry) }) { _, last in last }
    let governed = staged.filter { !$0.path.isInside(Ledger.evidence) }
    let changesFrom = { [self] (parent: ObjectID?) in
      Ledger.differences(try parent.map(governedFiles) ?? [], governed)
    }
    let changes = try changesFrom(parents.first)
    return Candidate(
      changes: changes, excess: surroundings.limits.excess(of: changes), parents: parents,
      parentTree: try parents.first.map { try objects.commit($0).tree }, message: message,
      file: { files[$0] }, evidence: { staged.filter { $0.path.isInside(Ledger.evidence) } },
      ownRules: { [ruleBook] in
        try Ledger.strict(files[GitPath(Rules.path)].map { try ruleBook.rules($0) { governed } })
      },
      changesFrom: { try changesFrom($0) },
      // Git signs after its hooks.
      signature: { _ in nil }, now: surroundings.now(), parentSeconds: secondsOfFirst(parents),
      label: "this commit")
  }

  private func secondsOfFirst(_ parents: [ObjectID]) -> () throws -> Int64? {
    { [objects] in try parents.first.map { try objects.commit($0).committer.seconds } }
  }

  private func governedFiles(of commit: ObjectID) throws -> [(path: GitPath, entry: TreeEntry)] {
    let tree = try objects.commit(commit).tree
    return try Ledger.governed.flatMap { folder -> [(path: GitPath, entry: TreeEntry)] in
      guard let entry = try objects.entry(at: folder, in: tree) else { return [] }
      guard entry.mode == .folder else { return [(folder, entry)] }
      return try objects.files(in: entry.id, under: folder)
    }
  }

  private static func differences(
    _ old: [(path: GitPath, entry: TreeEntry)], _ new: [(path: GitPath, entry: TreeEntry)]
  ) -> [TreeChange] {
    var before = Dictionary(old.map { ($0.path, $0.entry) }) { _, last in last }
    var result: [TreeChange] = []
    for (path, entry) in new {
      let previous = before.removeValue(forKey: path)
      if previous != entry { result.append(TreeChange(path: path, before: previous, after: entry)) }
    }
    result += before.map { TreeChange(path: $0.key, before: $0.value, after: nil) }
    return result.sorted { $0.path < $1.path }
  }
}
