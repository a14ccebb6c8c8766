import WritGit

/// What a push brings to one branch on which changes land.
///
/// What another such branch has was judged there: by its own rules, and on what lay on its line. Where
/// this branch gets it by a merge that is new, or with a line that is not its own, it is judged once
/// more. A branch that only moves on along its own line to what another one has gets nothing that was
/// not judged as it is.
struct LineArrivals {
  /// The commits that need not be judged again.
  let hidden: [ObjectID]
  /// Whether nothing is left.
  let isEmpty: Bool

  /// - Parameters:
  ///   - old: what the branch was, where that is known.
  ///   - landed: what such branches have, those before it in the push as well.
  init(_ ledger: Ledger, to tip: ObjectID, from old: ObjectID?, _ landed: [ObjectID]) throws {
    var known = landed
    if let old, !known.contains(old) { known.append(old) }
    guard known.contains(where: { $0 != old }) else {
      (hidden, isEmpty) = (known, false)
      return
    }
    let new = try LineArrivals.commits(from: tip, hiding: known, ledger)
    let base = try old ?? LineArrivals.leave(new, tip, ledger)
    guard let base, base != tip, try LineArrivals.bringsOthers(new, tip, base, ledger) else {
      (hidden, isEmpty) = (known, new.isEmpty)
      return
    }
    (hidden, isEmpty) = ([base], false)
  }

  private static func bringsOthers(
    _ new: Set<ObjectID>, _ tip: ObjectID, _ base: ObjectID, _ ledger: Ledger
  ) throws -> Bool {
    let own = try commits(from: tip, hiding: [base], ledger)
    return try new.isEmpty ? leave(own, tip, ledger) != base : new.count < own.count
  }

  /// Where the line of first parents leaves some commits; nil when it ends among them.
  private static func leave(
    _ commits: Set<ObjectID>, _ tip: ObjectID, _ ledger: Ledger
  ) throws -> ObjectID? {
    var current = tip
    while commits.contains(current) {
      guard let parent = try ledger.objects.commit(current).parents.first else { return nil }
      current = parent
    }
    return current
  }

  private static func commits(
    from tip: ObjectID, hiding hidden: [ObjectID], _ ledger: Ledger
  ) throws -> Set<ObjectID> {
    var result = Set<ObjectID>()
    let history = try History(of: ledger.repository, from: [tip], hiding: hidden)
    while let id = try history.nextID() { result.insert(id) }
    return result
  }
}
