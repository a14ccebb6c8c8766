import WritGit
import WritJSON
import WritPolicy

/// Something that a commit says and a later command must find again: digests only, so that the
/// index stays small and every hit is checked against the commit itself.
struct Fact: Hashable, Sendable {
  enum Kind: Int64, Sendable {
    /// The id of an apply.
    case id = 1
    /// An idempotency key.
    case key = 2
    /// The digest of a plan.
    case plan = 3
    /// A value that a rollback undid.
    case undone = 4
    /// A rolled-back value that was let come back by name.
    case readmitted = 5
    /// That something of the rules was set aside, by whatever apply.
    case setAside = 6
    /// The id of an apply beside whose record approvals or reviews were put.
    case approved = 7
  }

  let kind: Kind
  /// The first 16 bytes of a SHA-256.
  let digest: [UInt8]

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    digest = Fact.bytes(of: Digest(of: Array(text.utf8)))
  }

  private static func bytes(of digest: Digest) -> [UInt8] {
    let hex = Array(digest.hex.utf8.prefix(32))
    return stride(from: 0, to: 32, by: 2).map { nibble(hex[$0]) << 4 | nibble(hex[$0 + 1]) }
  }

  /// Takes the parts as they were stored.
  init(_ kind: Kind, digest: [UInt8]) {
    self.kind = kind
    self.digest = digest
  }

  /// What a record states by itself.
  fileprivate static func plain(of record: Record) -> [Fact] {
    var result = [Fact(.id, record.id.description), Fact(.plan, record.plan.hex)]
    if let key = record.metadata.key { result.append(Fact(.key, key)) }
    return result
  }

  private static func nibble(_ digit: UInt8) -> UInt8 { digit < 0x61 ? digit - 0x30 : digit - 0x57 }

  /// A value at a place; nil stands for its absence.
  init(_ kind: Kind, document: String, pointer: String, value: JSONValue?) throws {
    try self.init(kind, ValueMark(document: document, pointer: pointer, value: value))
  }

  /// A value at a place, by its digest.
  init(_ kind: Kind, _ mark: ValueMark) { self.init(kind, digest: mark.bytes) }
}

extension Ledger {
  /// What a commit says that later commands must find; none for a commit without a record.
  func facts(of commit: Commit) throws -> [Fact] {
    let (records, unreadable) = try readableRecords(of: commit)
    return try facts(of: commit, records, unreadable: unreadable)
  }

  /// What a commit says whose records were read already.
  func facts(
    of commit: Commit, _ records: [Record], unreadable: Bool = false
  ) throws -> [Fact] {
    var result = try approvalFacts(of: commit, records)
    for record in records { result += Fact.plain(of: record) }
    let trailers = unreadable ? CommitMessage.read(commit.message).message : nil
    if let key = trailers?.value(of: .key) { result.append(Fact(.key, key)) }
    let isByHand = try records.isEmpty && isRollbackByHand(commit) && isGoverned(commit)
    if isByHand || records.contains(where: { $0.intent == .rollback }) {
      for leaf in try leaves(of: commit) {
        result.append(
          try Fact(.undone, document: leaf.document, pointer: leaf.pointer, value: leaf.before))
        // What a rollback brings back on purpose is free again.
        result.append(
          try Fact(.readmitted, document: leaf.document, pointer: leaf.pointer, value: leaf.after))
      }
    } else if records.contains(where: {
      $0.overrides.contains { $0.kind == Record.Override.rollback }
    }) {
      for leaf in try leaves(of: commit) {
        result.append(
          try Fact(.readmitted, document: leaf.document, pointer: leaf.pointer, value: leaf.after))
      }
    }
    return result
  }

  /// Whether a commit without a record is a rollback: as its trailers say, or as a revert shows.
  private func isRollbackByHand(_ commit: Commit) throws -> Bool {
    if commit.message.holds(Ledger.intentKey) {
      let message = CommitMessage.read(commit.message).message
      if let intent = message.value(of: .intent) { return intent == Intent.rollback.rawValue }
    }
    guard RevertNote(of: commit.message) != nil else { return false }
    let candidate = try candidate(commit)
    return try isProvenRevert(candidate, candidate.changes.map(judgedChange))
  }

  private static let intentKey = Array("Writ-Intent:".utf8)

  /// Lets the cache know a commit that was just made, where its record says all that it states.
  func noteFacts(of record: Record, in commit: ObjectID, on parent: ObjectID) {
    guard record.intent != .rollback, record.overrides.isEmpty, record.approvals.isEmpty else {
      return
    }
    factCache.note(commit, on: parent, stating: Fact.plain(of: record))
  }

  private struct Leaf {
    let document: String
    let pointer: String
    let before: JSONValue?
    let after: JSONValue?
  }

  private func leaves(of commit: Commit) throws -> [Leaf] {
    try documentChanges(of: commit).flatMap { document in
      document.leavesByPlace.map {
        Leaf(
          document: document.label, pointer: $0.pointer.description, before: $0.before,
          after: $0.after)
      }
    }
  }
}
