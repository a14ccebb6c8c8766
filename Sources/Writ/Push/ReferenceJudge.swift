import WritGit
import WritJSON
import WritPolicy

/// Judges what a push does to references: protected branches, checkpoints, and what would make git
/// show other objects than are stored.
struct ReferenceJudge {
  private let ledger: Ledger
  private let receiver: PushReceiver
  private var checkpoints: CheckpointJudge
  private let bases: [ObjectID: Set<ObjectID>]

  /// - Parameters:
  ///   - pushed: where the applies that the push brings were made, by their ids.
  ///   - bases: commits that are known to be in the history of a commit.
  init(
    _ ledger: Ledger, _ receiver: PushReceiver, pushed: [ULID: VerifiedApply],
    bases: [ObjectID: Set<ObjectID>]
  ) {
    self.ledger = ledger
    self.bases = bases
    self.receiver = receiver
    checkpoints = CheckpointJudge(ledger, receiver, pushed: pushed)
  }

  /// What is wrong with a reference itself.
  mutating func findings(_ reference: PushedReference) throws -> [PushFinding] {
    try finding(reference).map {
      [PushFinding(reference: reference.name, commit: nil, finding: $0)]
    } ?? []
  }

  private mutating func finding(_ reference: PushedReference) throws -> Finding? {
    if !reference.isNameExact, !reference.isDeletion {
      return refusal(
        reference, "The name '\(reference.name)' is not UTF-8, so no rule can speak of it.",
        mend: "choose another name")
    }
    if reference.name(after: "refs/replace/") != nil, !reference.isDeletion {
      return refusal(
        reference,
        "\(reference.name) would show another object in place of one that is part of the history.",
        mend: "make a new commit; history is never rewritten")
    }
    if let name = reference.name(after: Ledger.checkpointPrefix) {
      return try checkpoints.finding(reference, name)
    }
    if (reference.name + "/").hasSameBytes(as: Ledger.checkpointPrefix), !reference.isDeletion {
      return refusal(
        reference, "A tag named '\(reference.name)' would leave no place for checkpoints.",
        mend: "choose another name")
    }
    guard reference.name(after: "refs/heads/") != nil else { return nil }
    if let finding = try takingOver(reference) { return finding }
    if !reference.isNew { return try rewritten(reference) }
    return reference.isDeletion ? nil : try strange(reference)
  }

  private func refusal(
    _ reference: PushedReference, _ message: String, mend: String
  ) -> Finding {
    Finding(.protectedReference, path: reference.name, message, mend: mend)
  }

  // MARK: Branches

  /// A protected branch must not go, and must not lose a commit.
  private func rewritten(_ reference: PushedReference) throws -> Finding? {
    guard ledger.objects.contains(reference.old) else { return try unknown(reference) }
    guard try isProtected(reference.name, by: receiver.heads + [reference.old]) else { return nil }
    if reference.isDeletion {
      return refusal(
        reference, "The branch \(reference.name) is protected and cannot be deleted.",
        mend: "take it out of 'protected' in the rules first")
    }
    guard try isAncestor(reference.old, of: reference.new) else {
      return refusal(
        reference,
        "The push would rewrite the history of the protected branch \(reference.name).",
        mend: "merge or rebase onto its tip, and push again")
    }
    return nil
  }

  private func isAncestor(_ old: ObjectID, of new: ObjectID) throws -> Bool {
    if bases[new]?.contains(old) == true { return true }
    return try ledger.repository.isAncestor(old, of: new)
  }

  /// Before a push, what the branch has may not be here yet.
  private func unknown(_ reference: PushedReference) throws -> Finding? {
    let known = receiver.heads + (reference.isDeletion ? [] : [reference.new])
    guard try isProtected(reference.name, by: known) else { return nil }
    return refusal(
      reference,
      "\(reference.name) has the commit \(reference.old.short), which is not here, so nobody can "
        + "tell whether its history would be rewritten.", mend: "run 'git fetch' first")
  }

  /// A new protected branch begins in the history that has the rules: another one would be judged
  /// by rules of its own.
  private func strange(_ reference: PushedReference) throws -> Finding? {
    let heads = try receiver.heads.filter { try isProtected(reference.name, by: [$0]) }
    guard !heads.isEmpty, let tip = try ledger.commit(behind: reference.new),
      try !heads.allSatisfy({ try ledger.isAnchored(tip, in: $0) })
    else { return nil }
    return refusal(
      reference,
      "The new branch \(reference.name) is protected, and its history does not begin in that of "
        + "the branch whose rules protect it.", mend: "make the branch from a commit that has them")
  }

  /// What becomes the only judge has in its history all that judged before: else older rules would
  /// judge, or somebody's own.
  private func takingOver(_ reference: PushedReference) throws -> Finding? {
    guard let vacancy = receiver.vacancy, reference.name.hasSameBytes(as: vacancy.branch),
      !reference.isDeletion, let tip = try ledger.commit(behind: reference.new),
      try ledger.isProtected(reference.name, at: tip),
      try !vacancy.trunks.allSatisfy({ try isAncestor($0, of: tip) })
    else { return nil }
    return refusal(
      reference,
      "The repository's HEAD names \(reference.name), so its rules would judge in place of those of "
        + "the protected branches, which are not part of its history.",
      mend: "choose another name, or let HEAD name the branch that has the rules: "
        + "'git symbolic-ref HEAD refs/heads/NAME' in the repository that receives")
  }

  /// Whether the rules of one of the commits protect a branch; rules that nobody can read do.
  private func isProtected(_ branch: String, by commits: [ObjectID]) throws -> Bool {
    try commits.contains { try ledger.isProtected(branch, at: $0) }
  }
}
