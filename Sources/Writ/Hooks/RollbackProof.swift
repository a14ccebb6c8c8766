import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Why what calls itself a rollback is none: the commit, or each of the records that a squash joins.
  func unprovedRollbacks(_ candidate: Candidate, _ statement: Statement) throws -> [Finding] {
    guard statement.records.count > 1 else {
      guard statement.isRollback, !statement.isProvenRevert else { return [] }
      return try unprovedRollback(candidate, statement.documents, statement.restores)
    }
    let records = statement.records.map(\.record)
    return try statement.records.filter { $0.record.intent == .rollback }.flatMap { stated in
      // What several applies in a squash say of one value, the last of them says.
      func restored(_ document: DocumentChange) throws -> [LeafChange] {
        let told = try ToldValues(records, of: document.label)
        return document.leavesByPlace.filter { leaf in
          told.record(of: leaf).map { $0 == stated.record.id } ?? true
        }
      }
      let documents = try statement.documents(of: stated).filter {
        try $0.changes.isEmpty || !restored($0).isEmpty
      }
      if documents.isEmpty { return [Finding]() }
      return try unprovedRollback(
        candidate, documents, stated.record.restores, among: restored)
    }
  }

  /// Why a commit that calls itself a rollback is none.
  ///
  /// Every value it changes must be what the named checkpoint has, or what was there before the
  /// named apply, in a state that was judged itself; otherwise the word would be a way around gates
  /// and limits.
  ///
  /// - Parameter values: those of a document that are to be restored.
  private func unprovedRollback(
    _ candidate: Candidate, _ documents: [DocumentChange], _ restores: String?,
    among values: (DocumentChange) throws -> [LeafChange] = { $0.leavesByPlace }
  ) throws -> [Finding] {
    guard let restores, let parent = candidate.parents.first else {
      return [unproved("The rollback does not say what it restores.")]
    }
    guard let source = try restoredCommit(restores, before: parent) else {
      return [unproved("'\(restores)' is no checkpoint, apply or commit in its history.")]
    }
    guard try isJudged(source, onLineTo: parent) else {
      return [unproved("'\(restores)' stands for a state that no rules of this history judged.")]
    }
    let snapshot = try snapshot(source)
    return try documents.compactMap { document in
      try restoredProblem(document, values(document), candidate, snapshot, restores)
    }
  }

  /// Whether a commit is what its message says of it, a revert of a commit in its history: every
  /// value that it changes is policy, and becomes what it was before that one.
  ///
  /// A revert that was edited on the way is a change like any other.
  func isProvenRevert(_ candidate: Candidate, _ documents: [DocumentChange]) throws -> Bool {
    guard let note = RevertNote(of: candidate.message), !documents.isEmpty,
      candidate.parents.count == 1, let parent = candidate.parents.first,
      let source = try revertedParent(note), let reverted = ObjectID(note.commit),
      try isPart(reverted, ofHistoryOf: parent), try isJudged(source, onLineTo: parent)
    else { return false }
    let snapshot = try snapshot(source)
    return try documents.allSatisfy {
      try restoredProblem($0, $0.leavesByPlace, candidate, snapshot, note.commit) == nil
    }
  }

  /// The tree that a revert returns to, as its message says; nil when it is none.
  func revertedTree(_ message: [UInt8]) throws -> ObjectID? {
    guard let note = RevertNote(of: message), let parent = try revertedParent(note) else {
      return nil
    }
    return try objects.commit(parent).tree
  }

  /// The parent of the reverted commit that a revert returns to.
  private func revertedParent(_ note: RevertNote) throws -> ObjectID? {
    guard let id = ObjectID(note.commit), objects.contains(id),
      try objects.header(id).kind == .commit
    else { return nil }
    let parents = try objects.commit(id).parents
    guard let mainline = note.mainline else { return parents.first }
    return parents.first { $0.hex.hasSameBytes(as: mainline) }
  }

  private func restoredProblem(
    _ document: DocumentChange, _ leaves: [LeafChange], _ candidate: Candidate, _ source: Snapshot,
    _ restores: String
  ) throws -> Finding? {
    if leaves.isEmpty, !document.changes.isEmpty { return nil }
    let path = GitPath(document.path)
    guard path.isInside(Ledger.policies) else {
      return unproved("A rollback changes \(document.path), which is not policy.")
    }
    let old = try source.entry(path)
    if try candidate.file(path) == old { return nil }
    let value = try old.flatMap {
      try documentChange(TreeChange(path: path, before: nil, after: $0)).after
    }
    let wrong = leaves.first { value?.value(at: $0.pointer) != $0.after }
    guard document.name != nil, !document.changes.isEmpty, wrong == nil else {
      let place = wrong.map { "#\($0.pointer)" } ?? ""
      return unproved("\(document.label)\(place) is not what \(restores) had.")
    }
    return nil
  }

  private func unproved(_ message: String) -> Finding {
    Finding(.rollbackUnproved, message, mend: "make rollbacks with 'writ rollback'")
  }

  /// The commit whose values a rollback restores: the checkpoint's, or the parent of an undone
  /// apply; nil when the name stands for nothing in the history.
  func restoredCommit(_ restores: String, before parent: ObjectID) throws -> ObjectID? {
    let prefix = "checkpoint/"
    if restores.utf8.starts(with: prefix.utf8) {
      return try checkpointCommit(String(restores.dropFirst(prefix.count)), before: parent)
    }
    let undone =
      ULID(restores) == nil
      ? ObjectID(restores) : try commit(ofApply: restores, before: parent)
    guard let undone, objects.contains(undone), try isPart(undone, ofHistoryOf: parent)
    else { return nil }
    return try objects.commit(undone).parents.first
  }

  /// The commit of a checkpoint: what its tag points at, or, where that was retired, the base of
  /// the apply that it preceded.
  private func checkpointCommit(_ name: String, before parent: ObjectID) throws -> ObjectID? {
    var found: ObjectID?
    do {
      found = try tagged(name)?.commit
    } catch let error as LedgerError where error.kind == .refused {
      return nil
    }
    if found == nil, ULID(name) != nil, let apply = try commit(ofApply: name, before: parent) {
      let record = try records(of: objects.commit(apply)).first { $0.id.description == name }
      found = record.flatMap { ObjectID($0.base) }
    }
    guard let found, objects.contains(found), try isPart(found, ofHistoryOf: parent) else {
      return nil
    }
    return found
  }
}
