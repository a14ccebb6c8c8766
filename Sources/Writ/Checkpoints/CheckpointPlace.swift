import WritGit
import WritPolicy
import WritSignature

extension Ledger {
  /// What is wrong with the tag object of a checkpoint, or nil.
  ///
  /// - Parameters:
  ///   - apply: the apply before which it was made, where that is known.
  ///   - isNamed: whether the tag must be made under the name that it has.
  ///   - mend: what helps.
  func misplacedCheckpoint(
    _ name: String, _ target: ObjectID, of apply: (id: ULID, base: ObjectID, branch: String)?,
    isNamed: Bool = true, mend: String
  ) throws -> Finding? {
    func finding(_ message: String) -> Finding {
      Finding(.checkpointMismatch, path: Ledger.checkpointPrefix + name, message, mend: mend)
    }
    guard try objects.header(target).kind == .tag else {
      return finding("The checkpoint \(name) is not an annotated tag.")
    }
    let tag = try objects.tag(target)
    guard !isNamed || tag.name.utf8.elementsEqual("checkpoint/\(name)".utf8) else {
      return finding("The tag of the checkpoint \(name) was made as '\(tag.name)'.")
    }
    guard tag.tagger != nil else {
      return finding("The tag of the checkpoint \(name) says neither who made it nor when.")
    }
    guard tag.targetKind == .commit else {
      return finding("The checkpoint \(name) is not a tag of a commit.")
    }
    // One that is something else than the tag says is damaged.
    _ = try objects.commit(tag.target)
    let signature = try signature(ofTag: target)
    guard signature.status != .invalid else {
      return finding("The signature of the checkpoint \(name) is invalid: \(signature.reason)")
    }
    guard let apply else { return nil }
    guard tag.target == apply.base else {
      return finding(
        "The checkpoint \(name) points at \(tag.target.short), and its apply was made on "
          + "\(apply.base.short).")
    }
    guard CheckpointText.isMessage(tag.message, of: apply.id, on: apply.branch) else {
      return finding("The message of the checkpoint \(name) is not the one that it was made with.")
    }
    return nil
  }
}
