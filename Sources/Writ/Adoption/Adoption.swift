import WritGit
import WritJSON
import WritPolicy

/// What `writ init` did.
public struct AdoptionOutcome {
  /// The commit that adopted the repository; nil when it was adopted before.
  public let commit: String?
  /// The branch by its full name.
  public let branch: String
  /// The files that were added.
  public let files: [String]
  /// What became of the hooks.
  public var hooks: [InstalledHook]
  /// Policies of the history that are not strict JSON, with the reason.
  public var unreadable: [String] = []
  /// Why the hooks could not be put in place, or nil.
  public var hookProblem: String?
}

extension Ledger {
  /// Refuses before a repository is made for nothing: its first commit will need an identity.
  public static func requireIdentity(_ surroundings: Surroundings) throws {
    for (given, role) in [(surroundings.author, "author"), (surroundings.committer, "committer")] {
      guard try given ?? Configuration.ofUser().identity(role: role) != nil else {
        throw LedgerError.noIdentity
      }
    }
  }

  /// Makes the repository a policy repository by one commit on top of what is there: governance
  /// from a template, and sample policies where there is no history yet.
  public func adopt(
    _ template: Template, signing: SigningChoice = .configured
  ) throws -> AdoptionOutcome {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try recover()
    let (branch, tip) = try adoptable()
    let snapshot = try tip.map { try self.snapshot($0) }
    if let snapshot, try snapshot.entry(GitPath(Rules.path)) != nil {
      _ = try snapshot.requireRules()
      return try withHooks(AdoptionOutcome(commit: nil, branch: branch, files: [], hooks: []))
    }
    let writer = AdoptionWriter(
      ledger: self, template: template, branch: branch, base: snapshot,
      signers: try signers(signing))
    let (commit, files) = try writer.write()
    var outcome = AdoptionOutcome(commit: commit.hex, branch: branch, files: files, hooks: [])
    outcome.unreadable = try snapshot.map(unreadablePolicies) ?? []
    return try withHooks(outcome)
  }

  /// The repository is adopted with or without hooks, so one that stands in the way is told only.
  private func withHooks(_ adopted: AdoptionOutcome) throws -> AdoptionOutcome {
    var outcome = adopted
    do {
      outcome.hooks = try installHooks()
    } catch let error as LedgerError where error.kind == .refused {
      outcome.hookProblem =
        "The hooks are not installed: \(error.message) Hint: \(error.hint ?? "")."
    }
    return outcome
  }

  private func adoptable() throws -> (branch: String, tip: ObjectID?) {
    switch try repository.head() {
    case .branch(let name, let tip): return (name, tip)
    case .detached(let id):
      throw LedgerError(
        .usage, "detached-head", "HEAD is detached at \(id.short) and names no branch to adopt.",
        hint: "check out the branch that shall be protected")
    }
  }

  private func unreadablePolicies(_ snapshot: Snapshot) throws -> [String] {
    try snapshot.names().compactMap { name in
      do {
        guard let stored = try snapshot.stored(name) else { return nil }
        _ = try Ledger.parse(stored.bytes, name.path)
        return nil
      } catch let error as LedgerError where error.kind == .refused {
        return error.message
      }
    }
  }
}

/// Writes the commit that adopts a repository.
private struct AdoptionWriter {
  let ledger: Ledger
  let template: Template
  let branch: String
  let base: Snapshot?
  let signers: Mutation.Signers

  func write() throws -> (commit: ObjectID, files: [String]) {
    let now = ledger.surroundings.now()
    let random = ledger.surroundings.random()
    let id = ULID(at: now, randomHigh: random.0, randomLow: random.1)
    let signatures = try ledger.signatures(at: now)
    var files = try templateFiles()
    let record = try record(id, now, files, signatures)
    let blob = try ledger.objects.write(record.json.serialized(), as: .blob)
    files.append(.init(path: GitPath(Record.path(id)), before: nil, after: TreeEntry(id: blob)))
    var editor = TreeEditor(ledger.objects)
    for file in files { try editor.set(file.path, to: file.after) }
    let content = try ObjectDatabase.commitContent(
      tree: try editor.write(onto: base?.commit.tree), parents: base.map { [$0.commit.id] } ?? [],
      author: signatures.author, committer: signatures.committer,
      message: try record.message(digest: try Digest(of: record.json), title: "Adopt writ"))
    let commit = try ledger.objects.write(
      ledger.signed(commit: content, by: signers.commit), as: .commit)
    let tag = try base.map {
      try ledger.writeCheckpointTag(
        before: id, on: branch, $0.commit.id, signatures.committer, signers.tag)
    }
    try ledger.objects.flush()
    let landing = Landing(
      ledger: ledger, id: id, branch: branch, base: base?.commit.id, isCheckedOut: true,
      commit: commit, tag: tag, files: files)
    if let unfinished = try landing.land(intent: .apply, nil) {
      throw LedgerError(.failure, "unfinished", unfinished, hint: "run 'writ doctor --fix'")
    }
    return (commit, files.map(\.path.description))
  }

  /// Governance always; sample policies only where there is nothing yet.
  private func templateFiles() throws -> [Landing.File] {
    let isNew = try base == nil && !hasPolicyFiles()
    var result: [Landing.File] = []
    for (path, text) in template.files {
      guard isNew || path.hasPrefix("governance/") else { continue }
      if try base?.entry(GitPath(path)) != nil { continue }
      let bytes = path == Rules.path ? try rules(text) : Array(text.utf8)
      let blob = try ledger.objects.write(bytes, as: .blob)
      result.append(.init(path: GitPath(path), before: nil, after: TreeEntry(id: blob)))
    }
    return result
  }

  private func hasPolicyFiles() throws -> Bool {
    guard let workTree = WorkTree(of: ledger.repository) else { return false }
    return try !workTree.status(of: [Ledger.policies]).isEmpty
  }

  /// The protected branch is the one that is adopted.
  private func rules(_ text: String) throws -> [UInt8] {
    let document = try JSONDocument(parsing: Array(text.utf8))
    return try document.setting(JSONPointer(parsing: "/protected/0"), to: .string(branch)).bytes
  }

  private func record(
    _ id: ULID, _ now: Instant, _ files: [Landing.File],
    _ signatures: (author: Signature, committer: Signature)
  ) throws -> Record {
    var metadata = Metadata()
    metadata.actor = signatures.author.identity
    metadata.actorSource = "git"
    metadata.approvalRef = "writ-init"
    metadata.rationale = "Adopt writ with the template '\(template.name)'"
    metadata.reviewBy = now.adding(seconds: 90 * 86_400).date.description
    let base = base?.commit.id ?? .zero
    var documents: [DocumentChange] = []
    for file in files {
      documents.append(
        try ledger.documentChange(
          TreeChange(path: file.path, before: file.before, after: file.after)))
    }
    let changes = try RecordedChange.list(documents)
    let plan = try Plan(base: base.hex, branch: branch, documents: [], changes: changes)
    var record = Record(
      id: id, intent: .apply, time: now, metadata: metadata, branch: branch, base: base.hex,
      plan: plan.digest,
      request: try Digest(of: ["init": .string(template.name)]), tool: ledger.surroundings.tool)
    record.changes = changes
    record.files = files.map {
      Record.File(path: $0.path.description, before: nil, after: $0.after?.id.hex)
    }
    record.checkpoint = self.base == nil ? nil : "checkpoint/\(id)"
    return try record.sealed()
  }
}
