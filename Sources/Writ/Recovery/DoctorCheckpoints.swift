import WritGit
import WritPolicy

extension Ledger {
  /// A checkpoint tag whose apply was never committed: its journal was deleted by hand.
  func checkpointAilments(_ branch: Branch, _ fixing: Bool) throws -> [Ailment] {
    guard !repository.isShallow else { return [] }
    let facts = try facts(at: branch)
    var result: [Ailment] = []
    for name in try checkpointNames() where ULID(name) != nil {
      guard try facts.commit(stating: Fact(.id, name)) == nil,
        let target = try repository.reference(Ledger.checkpointPrefix + name)
      else { continue }
      guard try isOnNoBranch(name) else { continue }
      if fixing { try repository.deleteReference(Ledger.checkpointPrefix + name, at: target) }
      result.append(
        Ailment(
          code: "orphaned-checkpoint", message: "The checkpoint '\(name)' precedes no apply.",
          mend: "run 'writ doctor --fix' to delete its tag", isMended: fixing))
    }
    return try result + unusableCheckpoints()
  }

  /// Tags by the names of checkpoints that are none.
  private func unusableCheckpoints() throws -> [Ailment] {
    try repository.references(startingWith: Ledger.checkpointPrefix).compactMap { reference in
      let bytes = reference.name.utf8.dropFirst(Ledger.checkpointPrefix.utf8.count)
      let name = String(decoding: bytes, as: UTF8.self)
      guard let reason = try fault(ofCheckpoint: name, reference.target) else { return nil }
      return Ailment(
        code: "unusable-checkpoint", message: reason,
        mend: "restore the tag from another clone, or delete it with "
          + "'git tag -d checkpoint/\(name)'")
    }
  }

  private func fault(ofCheckpoint name: String, _ target: ObjectID) throws -> String? {
    do {
      return try misplacedCheckpoint(name, target, of: nil, mend: "")?.message
    } catch let error as GitError
      where error.code == .missingObject || error.code == .corrupt || error.code == .invalid
    {
      return error.message
    }
  }

  private func isOnNoBranch(_ id: String) throws -> Bool {
    for (name, tip) in try repository.references(startingWith: "refs/heads/") {
      let branch = Branch(name: name, tip: tip, isCheckedOut: false)
      if try facts(at: branch).commit(stating: Fact(.id, id)) != nil { return false }
    }
    return true
  }
}
