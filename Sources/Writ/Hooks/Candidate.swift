import WritGit
import WritPolicy

/// A commit that is to be judged, made or about to be made.
struct Candidate {
  /// The governed files that differ from the first parent.
  let changes: [TreeChange]
  /// The parents, first parent first; none for a first commit.
  let parents: [ObjectID]
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
  /// The signature; nil where git has not made the commit yet.
  let signature: () throws -> CommitSignature?
  /// The time that review dates are held against.
  let now: Instant
  /// How refusals name the candidate.
  let label: String
}

extension Ledger {
  /// A commit that exists, judged at the time that it states.
  func candidate(_ commit: Commit) throws -> Candidate {
    Candidate(
      changes: try treeChanges(of: commit), parents: commit.parents, message: commit.message,
      file: { [objects] in try objects.entry(at: $0, in: commit.tree) },
      evidence: { [objects] in
        guard let folder = try objects.entry(at: Ledger.evidence, in: commit.tree),
          folder.mode == .folder
        else { return [] }
        return try objects.files(in: folder.id, under: Ledger.evidence)
      },
      ownRules: { [ruleBook] in try ruleBook.rules(in: commit.tree) },
      changesFrom: { [self] parent in
        try governedChanges(from: objects.commit(parent).tree, to: commit.tree)
      },
      signature: { commit.isSigned ? CommitSignature(status: .unverifiable) : .unsigned },
      now: Instant(seconds: commit.committer.seconds), label: "commit \(commit.id.short)")
  }

  /// The commit that git is about to make from the index.
  func stagedCandidate(message: [UInt8], parents: [ObjectID]) throws -> Candidate {
    let folders = Ledger.governed + [Ledger.evidence]
    let staged = try repository.stagedFiles(under: folders)
    let files = Dictionary(staged.map { ($0.path, $0.entry) }) { _, last in last }
    let governed = staged.filter { !$0.path.isInside(Ledger.evidence) }
    let changesFrom = { [self] (parent: ObjectID?) in
      Ledger.differences(try parent.map(governedFiles) ?? [], governed)
    }
    return Candidate(
      changes: try changesFrom(parents.first), parents: parents, message: message,
      file: { files[$0] }, evidence: { staged.filter { $0.path.isInside(Ledger.evidence) } },
      ownRules: { [ruleBook] in
        try files[GitPath(Rules.path)].map { try ruleBook.rules($0) { governed } }
      },
      changesFrom: { try changesFrom($0) },
      // Git signs after its hooks.
      signature: { nil }, now: surroundings.now(), label: "this commit")
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

extension Commit {
  /// Whether the commit bears a signature of any kind, checked or not.
  fileprivate var isSigned: Bool {
    otherHeaders.contains { $0.name == "gpgsig" || $0.name == "gpgsig-sha256" }
  }
}
