public import WritGit
import WritJSON
public import WritPolicy

extension Ledger {
  /// The most bytes that a record may have.
  private static let recordLimit = 64 << 20

  /// The record that a commit brought, or nil when it brought none; the newest when a squash
  /// brought several.
  public func record(of commit: Commit) throws -> Record? { try records(of: commit).last }

  /// All records that a commit brought, oldest first.
  ///
  /// The trailer names one; after a squash that lost the trailers, the evidence folders that no
  /// parent has do.
  func records(of commit: Commit) throws -> [Record] {
    try recordPaths(of: commit).compactMap { try record(at: $0, in: commit)?.record }
  }

  /// The records that a commit brought as far as they can be read, and whether one cannot: a record
  /// of another version, or a damaged one, must not close the ledger for ever.
  ///
  /// `verify` reports it.
  func readableRecords(of commit: Commit) throws -> (records: [Record], unreadable: Bool) {
    var records: [Record] = []
    var unreadable = false
    let paths: [String]
    do {
      paths = try recordPaths(of: commit)
    } catch let error as GitError where error.code == .corrupt || error.code == .tooMuch {
      return ([], true)
    }
    for path in paths {
      do {
        if let found = try record(at: path, in: commit) { records.append(found.record) }
      } catch is PolicyError {
        unreadable = true
      } catch let error as LedgerError where error.kind == .refused {
        unreadable = true
      }
    }
    return (records, unreadable)
  }

  /// A record and the digest of its stored form.
  func record(at path: String, in commit: Commit) throws -> (record: Record, digest: Digest)? {
    guard let entry = try objects.entry(at: GitPath(path), in: commit.tree), entry.mode.isFile
    else {
      return nil
    }
    let bytes = try objects.blob(entry.id, limit: Ledger.recordLimit)
    let value = try Ledger.parse(bytes, path).value
    return (try Record(value), try Digest(of: value))
  }

  func recordPaths(of commit: Commit) throws -> [String] {
    let paths = try ownRecordPaths(of: commit)
    return try paths.isEmpty || !isGoverned(commit) ? [] : paths
  }

  /// Whether a commit has rules, or had them: what nobody judged proves nothing, wherever it is merged.
  func isGoverned(_ commit: Commit) throws -> Bool {
    let rules = GitPath(Rules.path)
    if try objects.entry(at: rules, in: commit.tree) != nil { return true }
    return try commit.parents.first.map {
      try objects.entry(at: rules, in: objects.commit($0).tree) != nil
    } ?? false
  }

  private func ownRecordPaths(of commit: Commit) throws -> [String] {
    if commit.message.holds(Ledger.recordKey), !CommitMessage.joinsRecords(commit.message) {
      let message = CommitMessage.read(commit.message).message
      if let value = message.value(of: .record), let space = value.firstIndex(of: " ") {
        return try commit.parents.count < 2 || makesChanges(commit) ? [String(value[..<space])] : []
      }
    }
    let paths = try newRecordPaths(of: commit)
    return try paths.isEmpty || isToldByTrailers(commit) || !makesChanges(commit) ? [] : paths
  }

  /// Whether a commit changes anything governed itself, so that records can be of it.
  ///
  /// The judge asks no more of one that does not, so what it has under `evidence/` proves nothing.
  private func makesChanges(_ commit: Commit) throws -> Bool {
    let candidate = try candidate(commit)
    // More than are told are changes all the same.
    return try candidate.excess != nil || !ownChanges(of: candidate).isEmpty
  }

  static let recordKey = Array("Writ-Record:".utf8)

  /// Whether a commit speaks for itself: then what it puts under `evidence/` does not.
  private func isToldByTrailers(_ commit: Commit) -> Bool {
    !CommitMessage.joinsRecords(commit.message)
      && CommitMessage.read(commit.message).message.speaksForItself
  }

  /// The records in folders that neither a parent has, nor what a revert returns to: a revert of an
  /// apply brings the evidence folder back that the apply had cleared away.
  func newRecordPaths(of commit: Commit) throws -> [String] {
    guard let now = try evidenceTree(of: commit.tree) else { return [] }
    let parents = try commit.parents.map { try evidenceTree(of: objects.commit($0).tree) }
    if parents.contains(now) { return [] }
    var budget = surroundings.limits.trees
    let changes = try objects.changes(
      from: parents.first ?? nil, to: now, under: Ledger.evidence, &budget)
    var paths: [String] = []
    for change in changes where change.before == nil && change.path.isRecord {
      let known = try knownTrees(of: commit)
      let isKnown = try known.contains { try objects.entry(at: change.path, in: $0) != nil }
      if !isKnown { paths.append(change.path.description) }
    }
    return paths.sorted()
  }

  private func knownTrees(of commit: Commit) throws -> [ObjectID] {
    try commit.parents.dropFirst().map { try objects.commit($0).tree }
      + (revertedTree(commit.message).map { [$0] } ?? [])
  }

  private func evidenceTree(of tree: ObjectID) throws -> ObjectID? {
    let entry = try objects.entry(at: Ledger.evidence, in: tree)
    return entry?.mode == .folder ? entry?.id : nil
  }
}

extension GitPath {
  /// Whether the path is that of an apply's record: `evidence/<id>/record.json`.
  var isRecord: Bool {
    let parts = components
    return parts.count == 3 && parts[2].elementsEqual("record.json".utf8)
      && ULID(String(decoding: parts[1], as: UTF8.self)) != nil
  }
}
