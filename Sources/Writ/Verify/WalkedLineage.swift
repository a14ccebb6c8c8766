import WritGit
import WritPolicy

/// A fact, and the commit that states it.
struct StatedFact: Sendable {
  let fact: Fact
  let commit: ObjectID
}

/// Answers from a history that was walked.
final class WalkedLineage {
  private let repository: Repository
  private var stated: [Fact: [ObjectID]] = [:]
  /// The applies of plans, the first of each by itself, as hardly any plan is applied twice.
  private var plans: [ValueMark: ObjectID] = [:]
  private var plansAgain: [ValueMark: [ObjectID]] = [:]
  private let line: () -> [ObjectID]
  /// How far from the tip a commit stands on the line of first parents; few histories ask for it.
  private lazy var trunk: [ObjectID: Int] = Dictionary(
    uniqueKeysWithValues: line().enumerated().map { ($1, $0) })
  /// The history before the walk, where only part of it was walked.
  private let earlier: EarlierHistory

  private let forks: WalkedForks

  /// - Parameters:
  ///   - walked: what the walk knows; nil where it did not come to its end.
  ///   - trunk: the line of first parents from the tip on.
  init(
    _ repository: Repository, earlier: EarlierHistory,
    walked: @escaping () -> WalkedForks.Walked?, trunk: @escaping () -> [ObjectID]
  ) {
    self.repository = repository
    forks = WalkedForks(repository, walked)
    line = trunk
    self.earlier = earlier
  }

  /// Learns what commits of the walk state.
  func learn(_ applies: some Sequence<VerifiedApply>, _ facts: [StatedFact]) {
    for apply in applies {
      stated[Fact(.id, apply.id.description), default: []].append(apply.commit)
      if plans[apply.plan] == nil {
        plans[apply.plan] = apply.commit
      } else {
        plansAgain[apply.plan, default: []].append(apply.commit)
      }
    }
    for item in facts { stated[item.fact, default: []].append(item.commit) }
  }

  /// What the judge asks.
  var lineage: Lineage {
    Lineage(
      commits: { try self.commits(stating: $0, before: $1) }, isAncestor: isAncestor,
      fork: forks.fork)
  }

  private func commits(
    stating facts: [Fact], before tip: ObjectID
  ) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    var result: [(kind: Fact.Kind, commit: ObjectID)] = []
    for fact in facts {
      for commit in walked(fact) where try isAncestor(commit, of: tip) {
        result.append((fact.kind, commit))
      }
    }
    for found in try earlier.commits(stating: facts)
    where try !result.contains(where: { $0 == found }) && isAncestor(found.commit, of: tip) {
      result.append(found)
    }
    return result
  }

  private func walked(_ fact: Fact) -> [ObjectID] {
    guard fact.kind == .plan else { return stated[fact] ?? [] }
    let mark = ValueMark(fact)
    return [plans[mark]].compactMap { $0 } + (plansAgain[mark] ?? [])
  }

  private func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws -> Bool {
    if let old = trunk[ancestor], let new = trunk[descendant] { return old >= new }
    return try repository.isAncestor(ancestor, of: descendant)
  }
}
