import WritGit
import WritJSON
import WritPolicy

/// A value that an earlier rollback took back and that a change would bring again.
public struct HeldValue: Sendable, Equatable {
  /// The document.
  public let document: String
  /// The path of its file.
  public let path: String
  /// The value, as a JSON Pointer.
  public let pointer: String
  /// The commit of the rollback.
  public let rollback: String
}

extension Ledger {
  /// The values of a draft that a rollback in the history undid and nobody readmitted since.
  func heldValues(_ draft: Draft, at tip: ObjectID) throws -> [HeldValue] {
    try heldValues(draft.documents, at: tip)
  }

  /// The values of some changes that a rollback in the history of a commit undid and nobody
  /// readmitted since.
  ///
  /// - Parameter others: commits whose history may hold the readmission too: the other parents of a
  ///   merge.
  func heldValues(
    _ documents: [DocumentChange], at tip: ObjectID, besides others: [ObjectID] = []
  ) throws -> [HeldValue] {
    let facts = facts(at: tip)
    var result: [HeldValue] = []
    for document in documents {
      let name = document.label
      var rest = document.leavesByPlace[...]
      while !rest.isEmpty {
        let some = rest.prefix(Ledger.askedAtOnce)
        rest = rest.dropFirst(some.count)
        let marks = try some.map {
          try ValueMark(document: name, pointer: $0.pointer.description, value: $0.after)
        }
        // Of most changes no value was ever rolled back, and one question tells that.
        let stated = marks.map { Fact(.undone, $0) }
        if try some.count > 1 && facts.commits(stating: stated).isEmpty { continue }
        for (leaf, mark) in zip(some, marks) {
          let rollback = try facts.rollback(
            undoing: Fact(.undone, mark), readmitted: Fact(.readmitted, mark), besides: others)
          guard let rollback else { continue }
          result.append(
            HeldValue(
              document: name, path: document.path, pointer: leaf.pointer.description,
              rollback: rollback.hex))
        }
      }
    }
    return result
  }

  private static let askedAtOnce = 4_096

  /// Whether a mutation brings back values that a rollback took away.
  ///
  /// - Throws: `held` when it does and no override lets it.
  func holdsAny(_ mutation: Mutation, at branch: Branch) throws -> Bool {
    if mutation.isRollback { return false }
    let held = try heldValues(mutation.draft, at: branch.tip)
    guard let first = held.first else { return false }
    if mutation.rollbackOverride != nil { return true }
    var error = LedgerError(
      .held, "rolled-back-value",
      "The change brings back \(held.count == 1 ? "a value" : "\(held.count) values") that "
        + "a rollback took away (\(first.document)#\(first.pointer), commit \(first.rollback.prefix(10))).",
      hint: "if it is right now, say why with --override-rollback REASON; it is recorded")
    error.findings = held.map(\.finding)
    throw error
  }

  // MARK: Idempotency

  /// The outcome of an earlier apply with the same key, or nil; an error when the key was used
  /// for another request.
  func replay(ofKey key: String, request: Digest, at branch: Branch) throws -> ApplyOutcome? {
    guard let outcome = try replay(ofKey: key, at: branch) else { return nil }
    guard outcome.record?.request == request else {
      throw LedgerError(
        .conflict, "key-reused",
        "The key '\(key)' belongs to another request, applied by commit \(outcome.commit ?? "").",
        hint: "use a new key for a new request")
    }
    return outcome
  }

  /// The outcome of an earlier apply with the key, whatever was asked for then.
  func replay(ofKey key: String, at branch: Branch) throws -> ApplyOutcome? {
    guard let id = try facts(at: branch).judgedCommit(stating: Fact(.key, key)) else { return nil }
    let record = try record(of: objects.commit(id))
    return ApplyOutcome(kind: .replayed, record: record, commit: id.hex, branch: branch.name)
  }
}
