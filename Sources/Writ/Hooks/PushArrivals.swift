import WritGit
import WritPolicy

/// What a push can bring as new: to a protected branch also commits that are here on others, where
/// nobody asked for approvals yet.
struct PushArrivals {
  private let ledger: Ledger
  /// When they arrived.
  let time: Instant
  /// The tip of the repository's own branch.
  private let head: ObjectID?
  /// The commits that references have.
  private var all: [ObjectID] = []
  /// Those that protected branches have.
  private var landed: [ObjectID] = []
  /// The commits of this push that were judged, and those that were judged as landing.
  private var met = Set<ObjectID>()
  private var judgedAsLanding = Set<ObjectID>()

  init(_ ledger: Ledger) throws {
    self.ledger = ledger
    time = ledger.surroundings.now()
    if case .branch(_, let tip?) = try ledger.repository.head() { head = tip } else { head = nil }
    for reference in try ledger.repository.references(startingWith: "refs/")
    where try ledger.isCommitOrTag(reference.target) {
      let commit = try ledger.objects.peelToCommit(reference.target)
      all.append(commit)
      if try asks(head, reference.name) == .yes { landed.append(commit) }
    }
  }

  /// The commits that need not be judged again for a reference.
  func known(_ reference: PushedReference, isLanding: Bool) throws -> [ObjectID] {
    guard isLanding else { return all }
    return landed + (try old(reference).map { [$0] } ?? [])
  }

  /// Whether a commit is met for the first time, and whether it was judged as strictly before.
  mutating func meet(_ commit: ObjectID, isLanding: Bool) -> (isNew: Bool, isJudged: Bool) {
    let isNew = met.insert(commit).inserted
    return (isNew, isLanding ? !judgedAsLanding.insert(commit).inserted : !isNew)
  }

  private func old(_ reference: PushedReference) throws -> ObjectID? {
    guard reference.old != .zero, try ledger.isCommitOrTag(reference.old) else { return nil }
    return try ledger.objects.peelToCommit(reference.old)
  }

  /// Whether a reference is one on which approvals are asked: a protected branch by the rules of the
  /// repository, of the branch as it was, or of what is pushed.
  func isLanding(_ reference: PushedReference, _ tip: ObjectID) throws -> Bool {
    let answers = try [head, old(reference), tip].compactMap { try asks($0, reference.name) }
    return answers.isEmpty || answers.contains { $0 != .no }
  }

  /// Whether approvals are asked on a branch.
  private enum Answer {
    case yes, no
    /// The rules cannot be read, and nothing may rest on them.
    case unreadable
  }

  /// What the rules of a commit say; nil when it has none.
  private func asks(_ commit: ObjectID?, _ branch: String) throws -> Answer? {
    guard let commit else { return nil }
    do {
      let rules = try ledger.ruleBook.rules(in: ledger.objects.commit(commit).tree)
      return rules.map { $0.isAskedElsewhere(branch) ? .no : .yes }
    } catch {
      _ = try Ledger.unreadableRules(error)
      return .unreadable
    }
  }
}
