import WritGit
import WritPolicy

/// What a push can bring as new: to a protected branch also commits that are there on others, where
/// nobody asked for approvals yet.
struct PushArrivals {
  private let ledger: Ledger
  /// The rules of the repository itself.
  private let rules: [FoundRules]
  /// The commits that references have.
  private let all: [ObjectID]
  /// Those that protected branches have.
  private let landed: LandedBranches

  init(_ ledger: Ledger, _ receiver: PushReceiver) throws {
    self.ledger = ledger
    let rules = try receiver.heads.compactMap { try Answer.rules(of: $0, ledger) }
    self.rules = rules
    all = Array(Set(receiver.commits.map(\.commit)))
    let branches = receiver.commits.filter { name, _ in
      !rules.isEmpty && rules.allSatisfy { Answer($0, name) == .yes }
    }
    landed = LandedBranches(ledger, branches, judges: receiver.heads)
  }

  /// References whose commits are walked together.
  struct Group {
    /// Whether approvals are asked.
    let isLanding: Bool
    /// The commits that need not be judged again.
    let hidden: [ObjectID]
    var tips: [Tip] = []
  }

  /// A commit to which a reference is to point.
  struct Tip {
    let reference: String
    let commit: ObjectID
    /// Where it points now, where that is known.
    let old: ObjectID?
  }

  /// The references that bring commits, the stricter groups first: what landed was judged for
  /// every other branch too.
  func groups(_ references: [PushedReference]) throws -> [Group] {
    var landing: [Tip] = []
    // Where nobody has rules, nothing has landed anywhere.
    var unruled = Group(isLanding: true, hidden: all)
    var others = Group(isLanding: false, hidden: all)
    for reference in references where !reference.isDeletion {
      guard let tip = try ledger.commit(behind: reference.new) else { continue }
      let old = try oldCommit(reference)
      let item = Tip(reference: reference.name, commit: tip, old: old)
      switch try answer(reference, from: old, to: tip) {
      case .no: others.tips.append(item)
      case nil: unruled.tips.append(item)
      default: landing.append(item)
      }
    }
    return try landings(landing) + [unruled, others].filter { !$0.tips.isEmpty }
  }

  /// One group for each branch, as the same commits may be of the line of one and come to another by
  /// a merge.
  private func landings(_ tips: [Tip]) throws -> [Group] {
    var landed = landed
    var groups: [Group] = []
    for tip in tips {
      let known = try landed.commits(hiding: tip.old, from: tip.commit)
      if tip.old == nil, known.contains(tip.commit) { continue }
      let line = try LineArrivals(ledger, to: tip.commit, from: tip.old, known)
      if !line.isEmpty {
        groups.append(Group(isLanding: true, hidden: line.hidden, tips: [tip]))
      }
      landed.note(tip.commit)
    }
    return groups
  }

  private func oldCommit(_ reference: PushedReference) throws -> ObjectID? {
    guard !reference.isNew, ledger.objects.contains(reference.old) else { return nil }
    return try ledger.commit(behind: reference.old)
  }

  /// Whether a reference is one on which approvals are asked: a protected branch by the rules of the
  /// repository, of the branch as it was, or of what is pushed; nil when none of them has rules.
  private func answer(
    _ reference: PushedReference, from old: ObjectID?, to tip: ObjectID
  ) throws -> Answer? {
    let own = try [old, tip].compactMap { try Answer.rules(of: $0, ledger) }
    let answers = (rules + own).compactMap { Answer($0, reference.name) }
    return answers.isEmpty ? nil : answers.first { $0 != .no } ?? .no
  }

  /// Whether approvals are asked on a branch.
  private enum Answer {
    case yes, no
    /// The rules cannot be read, and nothing may rest on them.
    case unreadable

    /// What rules say; nil where there are none.
    init?(_ rules: FoundRules?, _ branch: String) {
      switch rules {
      case .success(let rules): self = rules.isAskedElsewhere(branch) ? .no : .yes
      case .failure: self = .unreadable
      case nil: return nil
      }
    }

    static func rules(of commit: ObjectID?, _ ledger: Ledger) throws -> FoundRules? {
      guard let commit else { return nil }
      return try ledger.foundRules(in: ledger.objects.commit(commit).tree)
    }
  }
}

extension Ledger {
  /// The rules that a tree has, or why they cannot be read; nil when it has none.
  func foundRules(in tree: ObjectID) throws -> FoundRules? {
    do {
      return try ruleBook.rules(in: tree).map(FoundRules.success)
    } catch {
      return .failure(try Ledger.unreadableRules(error))
    }
  }
}
