import WritGit
import WritPolicy
import WritSignature

// Where the approvals of an apply can lie: in a folder beside its record, in whatever commit. The
// judge reads that folder in the commit that brings the record and in the one with which it lands;
// people may have put an approval there by any commit, under any subject, a merge among them. Each
// state that the folder ever had was made by one commit, whose parents have others, so all that the
// judge can have read lies in those.

extension Ledger {
  /// The applies whose approvals are others in a commit than in each of its parents.
  ///
  /// None of a commit whose evidence cannot be read: the judge refuses that.
  func applies(approvedAnewBy commit: Commit) throws -> [ULID] {
    do {
      guard let now = try evidenceFolder(in: commit.tree) else { return [] }
      let parents = try commit.parents.map { try objects.commit($0).tree }
      let before = try parents.map { try evidenceFolder(in: $0) }
      if before.contains(now) { return [] }
      return try objects.entryChanges(from: before.first ?? nil, to: now).compactMap { change in
        guard change.after?.mode == .folder, let id = ULID(folder: change.name) else { return nil }
        let folder = GitPath(Record.approvalFolder(id))
        let own = try objects.entry(at: folder, in: commit.tree)
        guard own?.mode == .folder else { return nil }
        return try parents.contains { try objects.entry(at: folder, in: $0) == own } ? nil : id
      }
    } catch let error as GitError where error.code == .corrupt {
      return []
    }
  }

  private func evidenceFolder(in tree: ObjectID) throws -> ObjectID? {
    let entry = try objects.entry(at: Ledger.evidence, in: tree)
    return entry?.mode == .folder ? entry?.id : nil
  }

  /// The commits beside whose record of an apply approvals lie: the one that brought it, and those
  /// in the history of `tip` that put others there.
  func approvalPlaces(
    of id: ULID, broughtBy commit: Commit, at tip: ObjectID
  ) throws -> [Commit] {
    let later = try facts(at: tip).commits(stating: [.approved(id)]).map(\.commit)
    return try [commit] + later.filter { $0 != commit.id }.map { try objects.commit($0) }
  }

  /// The envelopes beside the record of an apply in one tree.
  func storedEnvelopes(of id: ULID, in tree: ObjectID) throws -> [ApprovalInput] {
    let folder = GitPath(Record.approvalFolder(id))
    guard let found = try objects.entry(at: folder, in: tree), found.mode == .folder else {
      return []
    }
    return try objects.files(in: found.id, under: folder).prefix(StoredApprovals.limit)
      .compactMap { path, entry in
        guard entry.mode.isFile, try objects.header(entry.id).size <= Envelope.limit else {
          return nil
        }
        return ApprovalInput(name: path.description, bytes: try objects.blob(entry.id))
      }
  }
}

extension ULID {
  /// The id that a folder's name is exactly, as the paths of records are.
  fileprivate init?(folder name: [UInt8]) {
    let text = String(decoding: name, as: UTF8.self)
    guard let id = ULID(text), id.description.utf8.elementsEqual(name) else { return nil }
    self = id
  }
}
