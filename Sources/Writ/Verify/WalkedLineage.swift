import WritGit
import WritPolicy

/// Answers from a history that was walked.
final class WalkedLineage {
  private let repository: Repository
  private var applies: [ULID: [ObjectID]]
  /// How far from the tip a commit stands on the line of first parents.
  private let trunk: [ObjectID: Int]
  /// Asks the whole history, where only part of it was walked.
  private let elsewhere: ((String, ObjectID) throws -> ObjectID?)?

  init(
    _ repository: Repository, applies: [VerifiedApply], trunk: [ObjectID],
    elsewhere: ((String, ObjectID) throws -> ObjectID?)?
  ) {
    self.repository = repository
    self.applies = Dictionary(grouping: applies, by: \.id).mapValues { $0.map(\.commit) }
    self.trunk = Dictionary(uniqueKeysWithValues: trunk.enumerated().map { ($1, $0) })
    self.elsewhere = elsewhere
  }

  /// Learns of applies that were found later.
  func add(_ found: [VerifiedApply]) {
    for apply in found { applies[apply.id, default: []].append(apply.commit) }
  }

  /// What the judge asks.
  var lineage: Lineage {
    Lineage(apply: { try self.commit(ofApply: $0, before: $1) }, isAncestor: isAncestor)
  }

  private func commit(ofApply id: String, before tip: ObjectID) throws -> ObjectID? {
    let found = try ULID(id).flatMap { applies[$0] }?.first { try isAncestor($0, of: tip) }
    if let found { return found }
    return try elsewhere?(id, tip)
  }

  private func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws -> Bool {
    if let old = trunk[ancestor], let new = trunk[descendant] { return old >= new }
    return try repository.isAncestor(ancestor, of: descendant)
  }
}
