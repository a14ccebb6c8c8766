import WritGit
import WritJSON
import WritPolicy

/// Writes the objects of one apply and moves the branch to its commit.
struct CommitWriter {
  let ledger: Ledger
  let mutation: Mutation
  let branch: Ledger.Branch
  let snapshot: Snapshot
  let rules: Rules
  /// The index, when it is locked already.
  let staged: StagedIndex?

  private var objects: ObjectDatabase { ledger.objects }

  func write(_ verdict: Verdict) throws -> ApplyOutcome {
    let now = ledger.surroundings.now()
    let random = ledger.surroundings.random()
    let id = ULID(at: now, randomHigh: random.0, randomLow: random.1)
    var record = try makeRecord(id, now, verdict)
    if mutation.isDryRun {
      record.files = try files(storing: false).map(\.recorded)
      record = try record.sealed()
      _ = try message(record)
      return ApplyOutcome(kind: .wouldApply, record: record, commit: nil, branch: branch.name)
    }
    let signatures = try ledger.signatures(at: now)
    let files = try files(storing: true)
    record.files = files.map(\.recorded)
    record = try record.sealed()
    let evidence = try storeEvidence(record)
    let removed = try evidenceToDrop()
    let tree = try writeTree(files + evidence, dropping: removed)
    let proof = try prove(tree)
    let commit = try writeCommit(tree, signatures, record)
    var outcome = ApplyOutcome(
      kind: mutation.isProposal ? .proposed : .applied, record: record, commit: commit.hex,
      branch: targetBranch(id))
    outcome.policiesTree = proof?.hex
    if mutation.isProposal {
      try objects.flush()
      let doubt = try ledger.repository.createReference(
        targetBranch(id), to: commit, reason: "writ: propose \(id)")
      outcome.unfinished = doubt.map(Landing.doubtful)
      return outcome
    }
    let tag = try ledger.writeCheckpointTag(
      before: id, on: branch.name, branch.tip, signatures.committer, mutation.signers.tag)
    try objects.flush()
    let changes =
      files + evidence + (removed ?? []).map { .init(path: $0.path, before: $0.entry, after: nil) }
    let landing = Landing(
      ledger: ledger, id: id, branch: branch.name, base: branch.tip,
      isCheckedOut: branch.isCheckedOut, commit: commit, tag: tag, files: changes)
    outcome.unfinished = try landing.land(intent: mutation.intent, staged)
    ledger.noteFacts(of: record, in: commit, on: branch.tip)
    // Counting takes as long as there are many, so then only some applies do it.
    if rules.checkpointsKept < 64 || random.0 % 8 == 0 {
      ledger.retireCheckpoints(keeping: rules.checkpointsKept)
    }
    return outcome
  }

  /// Stores the commit, signed where it is to be.
  ///
  /// What rules ask of its signature can be judged only now; until the branch moves nothing points
  /// to it.
  private func writeCommit(
    _ tree: ObjectID, _ signatures: (author: Signature, committer: Signature), _ record: Record
  ) throws -> ObjectID {
    let content = try ObjectDatabase.commitContent(
      tree: tree, parents: [branch.tip], author: signatures.author,
      committer: signatures.committer, message: try message(record))
    let signer = mutation.signers.commit
    let commit = try objects.write(ledger.signed(commit: content, by: signer), as: .commit)
    guard signer != nil else { return commit }
    var signed = mutation
    signed.circumstances.signature = try ledger.commitSignature(
      objects.commit(commit), actor: mutation.metadata.actor)
    _ = try ledger.judge(signed, by: rules, on: snapshot)
    return commit
  }

  private func message(_ record: Record) throws -> [UInt8] {
    try record.message(digest: try Digest(of: record.json), title: mutation.title)
  }

  private func targetBranch(_ id: ULID) -> String {
    mutation.isProposal ? "refs/heads/writ/\(id)" : branch.name
  }

  // MARK: Record

  private func makeRecord(_ id: ULID, _ now: Instant, _ verdict: Verdict) throws -> Record {
    let plan = try mutation.givenPlan ?? ledger.plan(mutation.draft, for: branch).digest
    var record = Record(
      id: id, intent: mutation.intent, time: now, metadata: mutation.metadata,
      branch: branch.name, base: branch.tip.hex, plan: plan, request: mutation.request,
      tool: ledger.surroundings.tool)
    record.changes = try RecordedChange.list(mutation.draft.documents)
    record.evidence = mutation.evidence.map(\.item).sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    record.approvals = mutation.checkedApprovals.map(\.recorded)
    record.limits = verdict.limits
    record.checkpoint = mutation.isProposal ? nil : "checkpoint/\(id)"
    record.restores = mutation.restores
    record.decision = try DecisionSet(mutation.gates.decisions).joined()
    record.overrides = overrides(verdict)
    return record
  }

  /// What would have held the change up or refused it, and who let it pass.
  private func overrides(_ verdict: Verdict) -> [Record.Override] {
    var result = mutation.givenOverrides
    if let reason = mutation.rollbackOverride {
      result.append(
        .init(
          kind: Record.Override.rollback, reason: reason, by: mutation.metadata.actor ?? ""))
    }
    if let reason = mutation.gateOverride, !mutation.gates.overridden.isEmpty {
      let gates = mutation.gates.overridden.joined(separator: ", ")
      result.append(
        .init(
          kind: Record.Override.gate, reason: "\(reason) (gates: \(gates))",
          by: mutation.metadata.actor ?? ""))
    }
    if let reason = mutation.unreadableRules {
      result.append(
        .init(kind: Record.Override.rules, reason: reason, by: mutation.metadata.actor ?? ""))
    }
    guard !verdict.breakGlass.isEmpty else { return result }
    let rules = verdict.breakGlass.joined(separator: ", ")
    let approvers = mutation.circumstances.approvals.filter { $0.holds && $0.mode == .breakGlass }
    return result
      + approvers.map {
        .init(
          kind: Record.Override.breakGlass,
          reason: "\(mutation.metadata.rationale ?? "no rationale") (rules: \(rules))",
          by: $0.approver)
      }
  }

  // MARK: Files

  private func files(storing: Bool) throws -> [Landing.File] {
    try mutation.draft.items.map { item in
      let after: TreeEntry?
      switch item.after {
      case .bytes(let bytes, let mode):
        let id =
          storing
          ? try objects.write(bytes, as: .blob) : try ObjectDatabase.id(of: bytes, as: .blob)
        after = TreeEntry(mode: mode, id: id)
      case .stored(let entry): after = entry
      case nil: after = nil
      }
      return Landing.File(path: item.path, before: item.before, after: after)
    }
  }

  private func storeEvidence(_ record: Record) throws -> [Landing.File] {
    let folder = GitPath(Record.folder(record.id))
    var result: [Landing.File] = []
    for input in mutation.evidence {
      let blob = try objects.write(input.bytes, as: .blob)
      result.append(
        .init(path: folder.appending(input.item.name), before: nil, after: TreeEntry(id: blob)))
    }
    for (name, bytes) in mutation.approvalFiles {
      let blob = try objects.write(bytes, as: .blob)
      let path = GitPath("\(Record.approvalFolder(record.id))/\(name)")
      result.append(.init(path: path, before: nil, after: TreeEntry(id: blob)))
    }
    let bytes = record.json.serialized()
    let blob = try objects.write(bytes, as: .blob)
    result.append(
      .init(path: folder.appending("record.json"), before: nil, after: TreeEntry(id: blob)))
    return result
  }

  /// The evidence of earlier applies, which leaves the tree of a protected branch; nil where it stays.
  ///
  /// Any other branch keeps what it has: git takes a removal and an addition for a renaming, and
  /// two branches that both renamed one record would not merge.
  private func evidenceToDrop() throws -> [(path: GitPath, entry: TreeEntry)]? {
    guard !mutation.isProposal, rules.protects(branch.name) else { return nil }
    return try ledger.readableEvidence(in: snapshot.commit.tree)
  }

  private func writeTree(
    _ files: [Landing.File], dropping removed: [(path: GitPath, entry: TreeEntry)]?
  ) throws -> ObjectID {
    var editor = TreeEditor(objects)
    // The folder as a whole: it need not be readable to go.
    if removed != nil { try editor.set(Ledger.evidence, to: nil) }
    for file in files { try editor.set(file.path, to: file.after) }
    return try editor.write(onto: snapshot.commit.tree)
  }

  /// A rollback must arrive at exactly the tree it names.
  private func prove(_ tree: ObjectID) throws -> ObjectID? {
    let policies = try objects.entry(at: Ledger.policies, in: tree)?.id
    guard let expected = mutation.provenTree else { return policies }
    guard policies == expected else {
      throw LedgerError(
        .failure, "rollback-unproved",
        "The restored policies/ tree is not the checkpoint's, so nothing was written.")
    }
    return expected
  }
}

extension Landing.File {
  fileprivate var recorded: Record.File {
    Record.File(path: path.description, before: before?.id.hex, after: after?.id.hex)
  }
}
