import WritGit
import WritJSON
import WritPolicy

/// A record as a commit brought it.
struct StatedRecord {
  /// The record.
  let record: Record
  /// The digest of its stored form.
  let digest: Digest
  /// Where it stands.
  let path: GitPath
  /// Whether a trailer names it; else it was found in the tree, after a squash.
  let isNamed: Bool
  /// Whether anything besides the record itself tells what is in it: trailers, wherever they stand
  /// in the message, or an approval.
  var isHeld = false
}

extension Ledger {
  /// The records that a candidate brought: the one that its trailer names, or, where a squash merge
  /// lost the trailers, those of the evidence folders that no parent has.
  func statedRecords(
    _ candidate: Candidate, _ message: CommitMessage, _ findings: inout [Finding]
  ) throws -> [StatedRecord] {
    // Of a message that names several, the last one's trailers would speak for all.
    if CommitMessage.joinsRecords(candidate.message) {
      return try squashedRecords(candidate, &findings)
    }
    if let value = message.value(of: .record) {
      let named = try namedRecord(value, candidate, &findings)
      findings += try recordsBeside(named, candidate)
      return named.map { [$0] } ?? []
    }
    guard !message.speaksForItself else {
      findings += try unnamedRecords(candidate)
      return []
    }
    return try squashedRecords(candidate, &findings)
  }

  /// A commit that speaks for itself brings no record, as nobody could say which of the two holds.
  ///
  /// A folder that the history had before is no new one, be it restored by hand.
  private func unnamedRecords(_ candidate: Candidate) throws -> [Finding] {
    if let now = try candidate.file(Ledger.evidence), let tree = candidate.parentTree,
      try now == objects.entry(at: Ledger.evidence, in: tree)
    {
      return []
    }
    var findings: [Finding] = []
    for stated in try squashedRecords(candidate, &findings) {
      let id = stated.record.id.description
      if let parent = candidate.parents.first, try commit(ofApply: id, before: parent) != nil {
        continue
      }
      findings.append(stated.unnamed)
    }
    return findings
  }

  /// What a commit brings below `evidence/` beside the record that it names, and that no parent has: a
  /// record there would stand for an apply that nobody judged.
  private func recordsBeside(
    _ named: StatedRecord?, _ candidate: Candidate
  ) throws -> [Finding] {
    guard let named else { return [] }
    let others = try candidate.parents.dropFirst().map { try objects.commit($0).tree }
    return try recordsAdded(by: candidate).filter { path in
      try path != named.path
        && !others.contains { try objects.entry(at: path, in: $0) != nil }
    }.map { path in
      Finding(
        .recordMismatch, path: path.description,
        "The commit names the record \(named.path), and brings \(path) too, which nobody judges.",
        mend: "leave it to the commit of its own apply")
    }
  }

  /// The records that the first parent does not have.
  private func recordsAdded(by candidate: Candidate) throws -> [GitPath] {
    guard let tree = candidate.tree else {
      // What is staged has no tree yet, and is one commit alone.
      return try candidate.evidence().map(\.path).filter { path in
        guard path.isRecord else { return false }
        return try candidate.parentTree.map { try objects.entry(at: path, in: $0) == nil } ?? true
      }
    }
    func folder(_ tree: ObjectID?) throws -> ObjectID? {
      let entry = try tree.flatMap { try objects.entry(at: Ledger.evidence, in: $0) }
      return entry?.mode == .folder ? entry?.id : nil
    }
    let changes = try objects.entryChanges(from: folder(candidate.parentTree), to: folder(tree))
    return try changes.compactMap { name, before, after in
      let path = Ledger.evidence.appending(name).appending("record.json")
      guard before == nil, after?.mode == .folder, try candidate.file(path) != nil else {
        return nil
      }
      return path
    }
  }

  private func namedRecord(
    _ value: String, _ candidate: Candidate, _ findings: inout [Finding]
  ) throws -> StatedRecord? {
    let path = GitPath(bytes: Array(value.utf8.prefix { $0 != 0x20 }))
    guard path.isRecord, let entry = try candidate.file(path) else {
      findings.append(
        Finding(
          .recordMismatch, path: path.description,
          "The trailer Writ-Record names a file that is not there.",
          mend: "keep the evidence folder in the commit, or remove the Writ trailers"))
      return nil
    }
    var meter = ChangeMeter(surroundings.limits)
    guard let stated = try readRecord(entry, path, isNamed: true, &meter, &findings) else {
      return nil
    }
    let digest = stated.digest.description.utf8
    if !value.utf8.suffix(digest.count).elementsEqual(digest) {
      findings.append(
        Finding(
          .recordMismatch, path: path.description,
          "The record has the digest \(stated.digest), and the trailer Writ-Record another.",
          mend: "a record is never edited: make the change with 'writ apply'"))
    }
    return stated
  }

  /// The records that a candidate has and that neither a parent nor what it reverts to has.
  func squashedRecords(
    _ candidate: Candidate, _ findings: inout [Finding]
  ) throws -> [StatedRecord] {
    var known = [candidate.parentTree].compactMap { $0 }
    for parent in candidate.parents.dropFirst() { known.append(try objects.commit(parent).tree) }
    if let reverted = try revertedTree(candidate.message) { known.append(reverted) }
    var result: [StatedRecord] = []
    var meter = ChangeMeter(surroundings.limits)
    for (path, entry) in try candidate.evidence() where path.isRecord {
      if try known.contains(where: { try objects.entry(at: path, in: $0) != nil }) { continue }
      if let stated = try readRecord(entry, path, isNamed: false, &meter, &findings) {
        result.append(stated)
      }
    }
    return result.sorted { $0.record.id < $1.record.id }
  }

  private func readRecord(
    _ entry: TreeEntry, _ path: GitPath, isNamed: Bool, _ meter: inout ChangeMeter,
    _ findings: inout [Finding]
  ) throws -> StatedRecord? {
    func refuse(_ message: String, pointer: String? = nil, mend: String? = nil) {
      findings.append(
        Finding(
          .recordMismatch, path: path.description, pointer: pointer, message,
          mend: mend ?? "make the change with 'writ apply'"))
    }
    guard entry.mode.isFile else {
      refuse("\(path) is a \(entry.mode), and a record is an ordinary file.")
      return nil
    }
    do {
      guard let bytes = try objects.blob(entry.id, atMost: meter.mostBytes) else {
        throw meter.tooLarge(path)
      }
      try meter.add(record: bytes, at: path)
      let value = try Ledger.parse(bytes, path.description).value
      let record = try Record(value)
      // The digest is of the canonical form, so it does not tell of layout and spelling.
      guard value.isSerialized(as: bytes) else {
        refuse("\(path) is not in the form in which writ writes records: somebody edited it.")
        return nil
      }
      // Where a trailer names the record its digest is held against that.
      guard try isNamed || record.isIntact() else {
        refuse("\(path) is not what it was when it was made: somebody edited it.")
        return nil
      }
      guard GitPath(Record.path(record.id)) == path else {
        refuse("\(path) holds the record of another apply, \(record.id).")
        return nil
      }
      return StatedRecord(
        record: record, digest: try Digest(of: value), path: path, isNamed: isNamed)
    } catch let error as PolicyError {
      refuse(error.message, pointer: error.pointer, mend: error.hint)
    } catch let error as LedgerError where error.kind == .refused {
      findings += error.findings
    }
    return nil
  }
}
