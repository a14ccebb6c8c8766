import WritGit
import WritPolicy

/// Judges what a push does to checkpoint tags: they come, and stay as they are.
struct CheckpointJudge {
  private let ledger: Ledger
  /// The tip of the receiving repository's own branch.
  private let head: ObjectID?
  private let pushed: [ULID: VerifiedApply]
  /// The oldest automatic checkpoint that the rules keep, once it is known.
  private var oldestKept: OldestKept?

  private enum OldestKept {
    case name(String)
    /// There are not more than the rules keep, or nobody can tell.
    case none
  }

  init(_ ledger: Ledger, head: ObjectID?, pushed: [ULID: VerifiedApply]) {
    self.ledger = ledger
    self.pushed = pushed
    self.head = head
  }

  /// What is wrong with a checkpoint's reference.
  mutating func finding(_ reference: PushedReference, _ name: String) throws -> Finding? {
    func refusal(_ message: String, mend: String) -> Finding {
      Finding(.protectedReference, path: reference.name, message, mend: mend)
    }
    if reference.isDeletion {
      if ULID(name) != nil, try isRetired(name) { return nil }
      return refusal(
        "The checkpoint \(name) cannot be deleted.",
        mend: "only automatic checkpoints beyond the number that the rules keep may go")
    }
    guard reference.isNew else {
      return refusal(
        "The checkpoint \(name) exists and is never moved.", mend: "choose another name")
    }
    return try ledger.misplacedCheckpoint(
      name, reference.new, of: try apply(name),
      mend: "make checkpoints with 'writ checkpoint create NAME'; an apply makes its own")
  }

  /// The apply of that id, when the push or the repository's own branch has it.
  private func apply(
    _ name: String
  ) throws -> (id: ULID, base: ObjectID, branch: String)? {
    guard let id = ULID(name) else { return nil }
    if let apply = pushed[id] { return (apply.id, apply.base, apply.branch) }
    let apply = try head.flatMap { try ledger.commit(ofApply: name, before: $0) }
    let records = try apply.map { try ledger.records(of: ledger.objects.commit($0)) } ?? []
    let record = records.first { $0.id.description.utf8.elementsEqual(name.utf8) }
    return record.flatMap { record in
      ObjectID(record.base).map { (record.id, $0, record.branch) }
    }
  }

  // MARK: Retention

  /// Whether so many newer automatic checkpoints exist that this one may go.
  private mutating func isRetired(_ name: String) throws -> Bool {
    let oldest = try oldestKept ?? findOldestKept()
    oldestKept = oldest
    guard case .name(let kept) = oldest else { return false }
    return name.utf8.lexicographicallyPrecedes(kept.utf8)
  }

  /// Tags of applies that the branch does not have are not counted: anybody could push so many of
  /// them that the true ones may go.
  private func findOldestKept() throws -> OldestKept {
    guard let head, let rules = try ledger.snapshot(head).rules() else { return .none }
    let names = try ledger.checkpointNames().filter { ULID($0) != nil }
    var count = 0
    for name in names.sorted(by: { $1.utf8.lexicographicallyPrecedes($0.utf8) }) {
      guard try ledger.commit(ofApply: name, before: head) != nil else { continue }
      count += 1
      if count == rules.checkpointsKept { return .name(name) }
    }
    return .none
  }
}
