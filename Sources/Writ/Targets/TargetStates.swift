import WritGit
import WritJSON
public import WritPolicy

/// What is recorded of targets: a reference of its own for each, `refs/writ/targets/<name>`, with a
/// commit for every state that was another one than before.
extension Ledger {
  private static let statePrefix = "refs/writ/targets/"
  private static let stateFile = GitPath("state.json")

  /// What is recorded of a target, or nil.
  public func state(ofTarget name: String) throws -> TargetState? {
    guard let tip = try repository.reference(Ledger.statePrefix + name) else { return nil }
    guard let entry = try objects.entry(at: Ledger.stateFile, in: objects.commit(tip).tree) else {
      return nil
    }
    let bytes = try objects.blob(entry.id, limit: 1 << 20)
    return try TargetState(Ledger.parse(bytes, "the state of the target").value)
  }

  /// Records the state of a target, unless it says what is recorded already.
  public func record(_ state: TargetState) throws {
    if let known = try self.state(ofTarget: state.target), known.says(theSameAs: state) { return }
    let name = Ledger.statePrefix + state.target
    let tip = try repository.reference(name)
    let blob = try objects.write(state.json.serialized(), as: .blob)
    var editor = TreeEditor(objects)
    try editor.set(Ledger.stateFile, to: TreeEntry(mode: .file, id: blob))
    let tree = try editor.write(onto: nil)
    let signatures = try signatures(at: state.time)
    let standing = state.standing.rawValue
    let message = "target \(state.target): \(standing) at \(state.commit.prefix(10))\n"
    let content = try ObjectDatabase.commitContent(
      tree: tree, parents: tip.map { [$0] } ?? [], author: signatures.author,
      committer: signatures.committer, message: Array(message.utf8))
    let commit = try objects.write(content, as: .commit)
    try objects.flush()
    let reason = "writ: \(standing)"
    let doubt =
      try tip == nil
      ? repository.createReference(name, to: commit, reason: reason)
      : repository.updateReference(name, from: tip, to: commit, reason: reason)
    if let doubt { throw doubt }
  }
}
