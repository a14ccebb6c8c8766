import WritGit
import WritPolicy

/// Judges what a push does to checkpoint tags: they come, and stay as they are.
struct CheckpointJudge {
  private let ledger: Ledger
  private let receiver: PushReceiver
  private let pushed: [ULID: VerifiedApply]
  /// The oldest automatic checkpoint that the rules keep, by the branches that have them, once it is
  /// known; nil where there are not more than they keep, or nobody can tell.
  private var oldestKept: [String?]?
  /// The applies that branches have besides the repository's own, once somebody asked.
  private var elsewhere: [ULID: Apply]?

  private typealias Apply = (id: ULID, base: ObjectID, branch: String)

  init(_ ledger: Ledger, _ receiver: PushReceiver, pushed: [ULID: VerifiedApply]) {
    self.ledger = ledger
    self.receiver = receiver
    self.pushed = pushed
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
    let apply = try apply(name)
    if ULID(name) != nil, apply == nil {
      return Finding(
        .applyMissing, path: reference.name,
        "The apply of the checkpoint \(name) is neither in the push nor in the history here.",
        mend: "push the branch that has the apply with it or before it; where the commit is gone, "
          + "delete the tag with 'git tag -d checkpoint/\(name)'")
    }
    return try ledger.misplacedCheckpoint(
      name, reference.new, of: apply,
      mend: "make checkpoints with 'writ checkpoint create NAME'; an apply makes its own")
  }

  /// The apply of that id, when the push or a branch has it.
  private mutating func apply(_ name: String) throws -> Apply? {
    guard let id = ULID(name) else { return nil }
    if let apply = pushed[id] { return (apply.id, apply.base, apply.branch) }
    for head in receiver.heads {
      guard let commit = try ledger.commit(ofApply: name, before: head) else { continue }
      let records = try ledger.records(of: ledger.objects.commit(commit))
      if let apply = records.lazy.compactMap(CheckpointJudge.apply).first(where: { $0.id == id }) {
        return apply
      }
    }
    let known = try elsewhere ?? findElsewhere()
    elsewhere = known
    return known[id]
  }

  private static func apply(_ record: Record) -> Apply? {
    ObjectID(record.base).map { (record.id, $0, record.branch) }
  }

  private func findElsewhere() throws -> [ULID: Apply] {
    let tips = Array(Set(receiver.commits.map(\.commit)))
    let history = try History(of: ledger.repository, from: tips, hiding: receiver.heads)
    var result: [ULID: Apply] = [:]
    while let commit = try history.next() {
      for record in try ledger.readableRecords(of: commit).records {
        result[record.id] = CheckpointJudge.apply(record)
      }
    }
    return result
  }

  // MARK: Retention

  /// Whether so many newer automatic checkpoints exist that this one may go.
  private mutating func isRetired(_ name: String) throws -> Bool {
    let oldest = try oldestKept ?? receiver.heads.map { try findOldestKept($0) }
    oldestKept = oldest
    return !oldest.isEmpty
      && oldest.allSatisfy { $0.map { name.utf8.lexicographicallyPrecedes($0.utf8) } ?? false }
  }

  /// Tags of applies that the branch does not have, or has of a history that was merged later, are
  /// not counted: anybody could push so many of them that the true ones may go.
  private func findOldestKept(_ head: ObjectID) throws -> String? {
    guard let rules = try ledger.snapshot(head).rules() else { return nil }
    let names = try ledger.checkpointNames().filter { ULID($0) != nil }
    var count = 0
    var line = JudgedLine(ledger, to: head)
    for name in names.sorted(by: { $1.utf8.lexicographicallyPrecedes($0.utf8) }) {
      guard let commit = try ledger.commit(ofApply: name, before: head), try line.has(commit)
      else { continue }
      count += 1
      if count == rules.checkpointsKept { return name }
    }
    return nil
  }
}
