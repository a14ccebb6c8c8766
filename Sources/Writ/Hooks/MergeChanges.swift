import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// The changes that a candidate makes itself: all of them, but for a merge only those values
  /// that come from none of its parents.
  func ownChanges(of candidate: Candidate) throws -> [TreeChange] {
    guard candidate.parents.count > 1 else { return candidate.changes }
    let others = try candidate.parents.dropFirst().map { try objects.commit($0).tree }
    return try candidate.changes.filter { change in
      let theirs = try others.map { try objects.entry(at: change.path, in: $0) }
      if theirs.contains(change.after) { return false }
      return try !isMadeOfParents(change, theirs)
    }
  }

  /// Whether every value of a merged document that differs from the first parent's is one that
  /// another parent has at the same place.
  private func isMadeOfParents(_ change: TreeChange, _ theirs: [TreeEntry?]) throws -> Bool {
    let document = try documentChange(change)
    guard document.name != nil, !document.changes.isEmpty else { return false }
    let others = try theirs.compactMap { entry -> JSONValue? in
      guard let entry, entry.mode.isFile else { return nil }
      return try documentChange(
        TreeChange(path: change.path, before: nil, after: entry)
      ).after
    }
    return document.leavesByPlace.allSatisfy { leaf in
      others.contains { $0.value(at: leaf.pointer) == leaf.after }
    }
  }
}
