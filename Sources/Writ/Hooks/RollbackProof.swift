import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// Why a commit that calls itself a rollback is none.
  ///
  /// Every value it changes must be what the named checkpoint has, or what was there before the
  /// named apply; otherwise the word would be a way around gates and limits.
  func unprovedRollback(
    _ candidate: Candidate, _ documents: [DocumentChange], _ restores: String?
  ) throws -> [Finding] {
    guard let restores, let parent = candidate.parents.first else {
      return [unproved("The rollback does not say what it restores.")]
    }
    guard let source = try restoredCommit(restores, before: parent) else {
      return [unproved("'\(restores)' is no checkpoint, apply or commit in its history.")]
    }
    let snapshot = try snapshot(source)
    return try documents.compactMap { document in
      try restoredProblem(document, candidate, snapshot, restores)
    }
  }

  private func restoredProblem(
    _ document: DocumentChange, _ candidate: Candidate, _ source: Snapshot, _ restores: String
  ) throws -> Finding? {
    let path = GitPath(document.path)
    guard path.isInside(Ledger.policies) else {
      return unproved("A rollback changes \(document.path), which is not policy.")
    }
    let old = try source.entry(path)
    if try candidate.file(path) == old { return nil }
    let value = try old.flatMap {
      try documentChange(TreeChange(path: path, before: nil, after: $0)).after
    }
    let wrong = document.leavesByPlace.first { value?.value(at: $0.pointer) != $0.after }
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
  private func restoredCommit(_ restores: String, before parent: ObjectID) throws -> ObjectID? {
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
