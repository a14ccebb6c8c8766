import WritGit

extension Ledger {
  /// Whether a branch gets commits that landed on another one, where other rules may govern and
  /// nobody saw what lies on this one: by a merge that is new, or with a line that is not its own.
  ///
  /// A branch that only moves on to what another one has, along its own line, gets nothing that was
  /// not judged as it is.
  ///
  /// - Parameters:
  ///   - old: what the branch was.
  ///   - landed: what protected branches have.
  func bringsWhatLandedElsewhere(
    _ tip: ObjectID, onto old: ObjectID, _ landed: [ObjectID]
  ) throws -> Bool {
    guard tip != old, landed.contains(where: { $0 != old }) else { return false }
    let own = try commits(from: tip, hiding: [old])
    let new = try commits(from: tip, hiding: landed)
    guard new.isEmpty else { return new.count < own.count }
    var current = tip
    while own.contains(current), let parent = try objects.commit(current).parents.first {
      current = parent
    }
    return current != old
  }

  private func commits(from tip: ObjectID, hiding hidden: [ObjectID]) throws -> Set<ObjectID> {
    var result = Set<ObjectID>()
    let history = try History(of: repository, from: [tip], hiding: hidden)
    while let id = try history.nextID() { result.insert(id) }
    return result
  }
}
