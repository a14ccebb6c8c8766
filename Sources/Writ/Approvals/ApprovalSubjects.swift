import WritGit
import WritJSON
import WritPolicy

/// The rules and gates of one tree, by their digests.
struct GoverningDigests {
  let rules: Digest
  let gates: [ApprovalSubject.Item]
}

extension Ledger {
  static let gates: GitPath = "governance/gates"

  /// What must have been approved for a change that is about to be made.
  func approvalSubject(
    _ draft: Draft, plan: Digest, on branch: Branch, evidence: [EvidenceItem]
  ) throws -> ApprovalSubject {
    let governing = try governingDigests(in: objects.commit(draft.base).tree)
    return ApprovalSubject(
      base: draft.base.hex, branch: branch.name, plan: plan,
      files: try draft.items.map { try $0.recorded() },
      changes: try RecordedChange.digest(of: RecordedChange.list(draft.documents)),
      evidence: evidence.map(\.approved),
      gates: governing.gates, rules: governing.rules)
  }

  /// What must have been approved for the change that a record tells.
  ///
  /// - Parameters:
  ///   - tree: the tree whose rules and gates are in force where the change lands.
  func approvalSubject(_ record: Record, governedBy tree: ObjectID) throws -> ApprovalSubject {
    let governing = try governingDigests(in: tree)
    return ApprovalSubject(
      base: record.base, branch: record.branch, plan: record.plan, files: record.files,
      changes: try RecordedChange.digest(of: record.changes),
      evidence: record.evidence.map(\.approved), gates: governing.gates, rules: governing.rules,
      record: try Digest(of: record.json))
  }

  private func governingDigests(in tree: ObjectID) throws -> GoverningDigests {
    let entries = ReadTrust.Governing(
      rules: try objects.entry(at: GitPath(Rules.path), in: tree),
      gates: try objects.entry(at: Ledger.gates, in: tree))
    if let known = readTrust.governing[entries] { return known }
    var gates: [ApprovalSubject.Item] = []
    if let folder = entries.gates, folder.mode == .folder {
      for (path, entry) in try objects.files(in: folder.id, under: Ledger.gates)
      where entry.mode.isFile {
        gates.append(.init(name: path.description, digest: try documentDigest(entry)))
      }
    }
    guard let rules = entries.rules, rules.mode.isFile else {
      throw LedgerError(
        .usage, "not-adopted", "There are no rules, so nothing says what approvals are for.",
        hint: "run 'writ init' to adopt the repository")
    }
    let found = GoverningDigests(rules: try documentDigest(rules), gates: gates)
    readTrust.governing[entries] = found
    return found
  }

  /// The digest of a document's canonical form; of its bytes when it is no strict JSON.
  private func documentDigest(_ entry: TreeEntry) throws -> Digest {
    let bytes = try objects.blob(entry.id, limit: Snapshot.documentLimit)
    do throws(JSONError) {
      return try Digest(of: try JSONDocument(parsing: bytes).value)
    } catch {
      return Digest(of: bytes)
    }
  }
}

extension EvidenceItem {
  fileprivate var approved: ApprovalSubject.Item { .init(name: name, digest: digest) }
}

extension Draft.Item {
  /// The file as the record keeps it, without storing its content.
  func recorded() throws -> Record.File {
    let blob: ObjectID?
    switch after {
    case .bytes(let bytes, _): blob = try ObjectDatabase.id(of: bytes, as: .blob)
    case .stored(let entry): blob = entry.id
    case nil: blob = nil
    }
    return Record.File(path: path.description, before: before?.id.hex, after: blob?.hex)
  }
}
