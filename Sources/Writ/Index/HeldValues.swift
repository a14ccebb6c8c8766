import WritGit
import WritJSON
import WritPolicy

/// A value that an earlier rollback took back and that a change would bring again.
public struct HeldValue: Sendable, Equatable {
  /// The document.
  public let document: String
  /// The value, as a JSON Pointer.
  public let pointer: String
  /// The commit of the rollback.
  public let rollback: String
}

extension Ledger {
  /// The values of a draft that a rollback in the history undid and nobody readmitted since.
  func heldValues(_ draft: Draft, at tip: ObjectID) throws -> [HeldValue] {
    let facts = Facts(self, tip: tip)
    var result: [HeldValue] = []
    for document in draft.documents {
      for leaf in document.leavesByPlace {
        let name = document.label
        let pointer = leaf.pointer.description
        let sought = [
          try Fact(.undone, document: name, pointer: pointer, value: leaf.after),
          try Fact(.readmitted, document: name, pointer: pointer, value: leaf.after),
        ]
        guard let newest = try facts.commits(stating: sought).first, newest.kind == .undone else {
          continue
        }
        result.append(
          HeldValue(document: name, pointer: pointer, rollback: newest.commit.hex))
      }
    }
    return result
  }

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
    error.findings = held.map {
      Finding(
        .rolledBackValue, path: $0.document, pointer: $0.pointer,
        "\($0.document)#\($0.pointer) was rolled back by commit \($0.rollback.prefix(10)).",
        mend: "give --override-rollback REASON")
    }
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
    guard let id = try facts(at: branch).commit(stating: Fact(.key, key)) else { return nil }
    let record = try record(of: objects.commit(id))
    return ApplyOutcome(kind: .replayed, record: record, commit: id.hex, branch: branch.name)
  }
}
