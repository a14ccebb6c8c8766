import WritGit

/// What a tree has at its top that the ledger looks at.
struct GovernedRoots: Equatable {
  /// The entries of `policies` and `governance`, each nil when the tree has none.
  let governed: [TreeEntry?]
  /// The folder of the evidence, or nil.
  let evidence: ObjectID?

  /// The folder of rules and schemas, or nil.
  var governance: ObjectID? {
    governed.last.flatMap { $0 }.flatMap { $0.mode == .folder ? $0.id : nil }
  }

  /// Of no tree.
  static let none = GovernedRoots(governed: Ledger.governed.map { _ in nil }, evidence: nil)
}

extension Ledger {
  /// The roots of a tree, or of none.
  func roots(_ tree: ObjectID?) throws -> GovernedRoots {
    guard let tree else { return .none }
    let entries = try objects.entries(named: Ledger.rootNames, in: tree)
    let evidence = entries.last.flatMap { $0 }
    return GovernedRoots(
      governed: Array(entries.dropLast()),
      evidence: evidence?.mode == .folder ? evidence?.id : nil)
  }

  private static let rootNames = (Ledger.governed + [Ledger.evidence]).map(\.bytes)

  /// The governed files that differ between two trees.
  func governedChanges(from before: ObjectID?, to after: ObjectID?) throws -> [TreeChange] {
    if before == after { return [] }
    return try governedChanges(from: roots(before), to: roots(after))
  }

  /// The governed files that differ between two trees, by their roots.
  func governedChanges(
    from before: GovernedRoots, to after: GovernedRoots
  ) throws -> [TreeChange] {
    var budget = TreeBudget()
    return try governedChanges(from: before, to: after, &budget)
  }

  /// The same within a budget; an error where that does not suffice.
  func governedChanges(
    from before: GovernedRoots, to after: GovernedRoots, _ budget: inout TreeBudget
  ) throws -> [TreeChange] {
    var result: [TreeChange] = []
    for (place, folder) in Ledger.governed.enumerated() {
      let old = before.governed[place]
      let new = after.governed[place]
      if old == new { continue }
      let oldTree = old?.mode == .folder ? old?.id : nil
      let newTree = new?.mode == .folder ? new?.id : nil
      result += try objects.changes(from: oldTree, to: newTree, under: folder, &budget)
      if (old != nil && oldTree == nil) || (new != nil && newTree == nil) {
        result.append(
          TreeChange(
            path: folder, before: oldTree == nil ? old : nil, after: newTree == nil ? new : nil))
      }
    }
    return result
  }
}
