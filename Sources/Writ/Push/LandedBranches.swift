import WritGit
import WritJSON
import WritPolicy

/// The branches on which changes land, and with them what was judged already as it is judged there.
///
/// A branch that got its protection by rules of another one may have been pushed before that, when
/// nobody asked for approvals. So it counts as such only where its own rules always protected it: then
/// they did so with every push that brought something.
struct LandedBranches {
  private let ledger: Ledger
  /// The tips of those that count.
  private var known: [ObjectID]
  /// Those of which nobody knows yet.
  private var open: [(name: String, commit: ObjectID)]

  /// - Parameters:
  ///   - branches: the protected branches, with their tips.
  ///   - judges: the commits whose rules say so.
  init(
    _ ledger: Ledger, _ branches: [(reference: String, commit: ObjectID)], judges: [ObjectID]
  ) {
    self.ledger = ledger
    known = judges.filter { judge in branches.contains { $0.commit == judge } }
    let isKnown = Set(known)
    open = branches.filter { !isKnown.contains($0.commit) }.map { ($0.reference, $0.commit) }
  }

  /// Takes what a push brought to a branch, once it is to be judged.
  mutating func note(_ commit: ObjectID) {
    if !known.contains(commit) { known.append(commit) }
  }

  /// The tips of branches whose commits need not be judged again where a branch moves on to a commit.
  mutating func commits(hiding old: ObjectID?, from tip: ObjectID) throws -> [ObjectID] {
    guard !open.isEmpty else { return known }
    let base = known + (old.map { [$0] } ?? [])
    let all = try count(from: tip, hiding: base)
    let rest = all == 0 ? 0 : try count(from: tip, hiding: base + open.map(\.commit))
    guard rest < all else { return known }
    for branch in open where try count(from: tip, hiding: base + [branch.commit]) < all {
      if try isOfOldProtected(branch) { known.append(branch.commit) }
      open.removeAll { $0.commit == branch.commit && $0.name.hasSameBytes(as: branch.name) }
    }
    return known
  }

  private func count(from tip: ObjectID, hiding hidden: [ObjectID]) throws -> Int {
    let history = try History(of: ledger.repository, from: [tip], hiding: hidden)
    var count = 0
    while try history.nextID() != nil { count += 1 }
    return count
  }

  private func isOfOldProtected(_ branch: (name: String, commit: ObjectID)) throws -> Bool {
    let history = try History(of: ledger.repository, from: [branch.commit], hiding: known)
    while let commit = try history.next() {
      guard let rules = try ledger.foundRules(in: commit.tree)?.rules,
        !rules.isAskedElsewhere(branch.name)
      else { return false }
    }
    return true
  }
}
