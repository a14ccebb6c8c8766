import WritGit
import WritJSON
public import WritPolicy

/// What `writ rollback` is asked to do.
public struct RollbackRequest: Sendable {
  /// What to go back to.
  public enum Target: Sendable {
    /// The policies as a checkpoint has them.
    case to(String)
    /// The policies without what one apply changed.
    case undo(String)
  }

  /// What to go back to.
  public var target: Target
  /// The policies to go back with; none stands for all.
  public var only: [DocumentName] = []
  /// The branch, or nil for the one that is checked out.
  public var branch: String?
  /// Who, on whose approval, why, until when.
  public var metadata = Metadata()
  /// The artifacts that the rollback rests on.
  public var evidence: [EvidenceInput] = []
  /// Whether the commit and its checkpoint are signed.
  public var signing = SigningChoice.configured
  /// Whether to stop before anything is written.
  public var isDryRun = false

  /// A request to go back.
  public init(_ target: Target) { self.target = target }
}

extension Ledger {
  /// Goes back by a new commit.
  ///
  /// Gates and limits never hold a rollback up; its metadata is asked for all the same, and what it
  /// claims to restore is proved.
  public func rollback(_ request: RollbackRequest) throws -> ApplyOutcome {
    try requireWholeHistory(for: "what a rollback returns to")
    let branch = try branch(request.branch)
    let digest = try requestDigest(request.json, .rollback, branch)
    if let key = request.metadata.key, GovernanceKey.key.check(key) == nil,
      let replay = try replay(ofKey: key, request: digest, at: branch)
    {
      return replay
    }
    let plan = try rollbackPlan(request, branch)
    var mutation = Mutation(
      draft: try plan.draft(branch), branch: branch, intent: .rollback,
      metadata: request.metadata, evidence: request.evidence, request: digest,
      rebase: { _, branch in try plan.draft(branch) })
    mutation.signers = try signers(request.signing)
    mutation.isDryRun = request.isDryRun
    mutation.restores = plan.restores
    mutation.title = plan.title
    mutation.provenTree = plan.provenTree
    return try perform(mutation)
  }

  private struct RollbackPlan {
    let restores: String
    let title: String
    var provenTree: ObjectID?
    let draft: (Branch) throws -> Draft
  }

  private func rollbackPlan(_ request: RollbackRequest, _ branch: Branch) throws -> RollbackPlan {
    switch request.target {
    case .to(let text):
      let checkpoint = try checkpoint(text, on: branch)
      try requireJudged(checkpoint.commit, text, on: branch)
      var plan = RollbackPlan(
        restores: checkpoint.tag, title: "Roll back to \(checkpoint.tag)",
        draft: { [self] in try restoring(checkpoint.commit, request.only, on: $0) })
      if request.only.isEmpty {
        plan.provenTree = try policiesTree(of: checkpoint.commit)
      }
      return plan
    case .undo(let text):
      let undone = try undoable(text, on: branch)
      if let parent = undone.commit.parents.first { try requireJudged(parent, text, on: branch) }
      return RollbackPlan(
        restores: undone.label, title: "Undo \(undone.label)",
        draft: { [self] in try undoing(undone.commit, request.only, on: $0) })
    }
  }

  /// A state that was never judged is no way back: the word would be a way around the rules.
  private func requireJudged(_ source: ObjectID, _ text: String, on branch: Branch) throws {
    guard try isJudged(source, onLineTo: branch.tip) else {
      throw LedgerError(
        .refused, "foreign-state",
        "'\(text)' stands for a state that no rules of this history judged.",
        hint: "name a checkpoint or an apply of \(branch.name), or set the values with 'writ apply'"
      )
    }
  }

  /// The `policies/` tree of a commit; nil when it has none.
  func policiesTree(of commit: ObjectID) throws -> ObjectID? {
    try objects.entry(at: Ledger.policies, in: objects.commit(commit).tree)?.id
  }

  // MARK: To a checkpoint

  private func restoring(
    _ commit: ObjectID, _ only: [DocumentName], on branch: Branch
  ) throws -> Draft {
    let old = try policiesTree(of: commit)
    let now = try policiesTree(of: branch.tip)
    var changes = try objects.changes(from: now, to: old, under: Ledger.policies)
    if !only.isEmpty {
      try requireKnown(only, in: [commit, branch.tip])
      changes = changes.filter { change in
        only.contains { GitPath($0.path) == change.path }
      }
    }
    return Draft(base: branch.tip, items: try changes.map { try storedItem($0, on: branch.tip) })
  }

  private func requireKnown(_ names: [DocumentName], in commits: [ObjectID]) throws {
    for name in names {
      var isKnown = false
      for commit in commits where try snapshot(commit).entry(GitPath(name.path)) != nil {
        isKnown = true
      }
      guard isKnown else {
        throw LedgerError(
          .usage, "unknown-policy", "There is no policy '\(name)' to roll back.",
          hint: NearNames.hint(
            for: name.text, among: try commits.flatMap { try snapshot($0).names().map(\.text) }))
      }
    }
  }

  /// An item that takes its content from the repository.
  ///
  /// A file that is not strict JSON is restored all the same: a rollback never fails on what the
  /// past holds.
  private func storedItem(_ change: TreeChange, on base: ObjectID) throws -> Draft.Item {
    let name = change.path.utf8.flatMap(DocumentName.init(path:))
    return Draft.Item(
      path: change.path, name: name, before: change.before,
      after: change.after.map(Draft.Item.Content.stored),
      change: try documentChange(change, on: objects.commit(base).tree))
  }

  // MARK: Undo

  private func undoable(
    _ text: String, on branch: Branch
  ) throws -> (commit: Commit, label: String) {
    let id = try applyCommit(text, on: branch)
    let commit = try objects.commit(id)
    guard try repository.isAncestor(id, of: branch.tip) else {
      throw LedgerError(
        .refused, "foreign-apply",
        "The commit \(id.short) is not part of the history of '\(branch.name)'.",
        hint: "name the branch that it belongs to with --branch")
    }
    guard commit.parents.count == 1 else {
      throw LedgerError(
        .usage, "not-undoable",
        "\(id.short) is \(commit.parents.isEmpty ? "the first commit" : "a merge"), "
          + "so there is no single change to take back.",
        hint: "undo the applies that it brought, or roll back to a checkpoint")
    }
    return (commit, ULID(text) == nil ? id.hex : text)
  }

  private func undoing(
    _ commit: Commit, _ only: [DocumentName], on branch: Branch
  ) throws -> Draft {
    let parentTree = try commit.parents.first.flatMap { try policiesTree(of: $0) }
    let ownTree = try policiesTree(of: commit.id)
    // Backwards: from what the apply made to what was there before.
    let changes = try objects.changes(from: ownTree, to: parentTree, under: Ledger.policies)
    try requireKnown(only, in: [commit.id, branch.tip])
    let items = try changes.filter { change in
      only.isEmpty || only.contains { GitPath($0.path) == change.path }
    }.map { try backwardsItem($0, on: commit.id) }
    do {
      return try rebase(Draft(base: commit.id, items: items), onto: branch)
    } catch let error as LedgerError where !error.conflicts.isEmpty {
      throw LedgerError.conflict(
        "Values that \(commit.id.short) changed were changed again since.", error.conflicts,
        hint: "undo the later changes first, or set the values with 'writ apply'")
    }
  }

  private func backwardsItem(_ change: TreeChange, on base: ObjectID) throws -> Draft.Item {
    let item = try storedItem(change, on: base)
    guard item.name != nil, case .stored(let entry) = item.after, entry.mode.isFile else {
      return item
    }
    let bytes = try objects.content(of: entry.id, as: .blob)
    return Draft.Item(
      path: item.path, name: item.name, before: item.before, after: .bytes(bytes, entry.mode),
      change: item.change)
  }
}

extension RollbackRequest {
  fileprivate var json: JSONValue {
    let names = JSONValue.array(only.map { .string($0.text) })
    switch target {
    case .to(let text): return ["to": .string(text), "only": names]
    case .undo(let text): return ["undo": .string(text), "only": names]
    }
  }
}
