public import WritGit
import WritPolicy

/// A point that a rollback can return to.
public struct Checkpoint: Sendable {
  /// The id of the apply that it precedes, or the name that a user gave.
  public let name: String
  /// The commit.
  public let commit: ObjectID
  /// When the tag was made; nil for a retired one, which is known by its apply's record.
  public let tagger: Signature?
  /// The message of the tag.
  public let message: String?
  /// Whether it was made by an apply.
  public let isAutomatic: Bool

  /// The name of a checkpoint's tag without `refs/tags/`.
  public var tag: String { "checkpoint/\(name)" }
}

extension Ledger {
  static let checkpointPrefix = "refs/tags/checkpoint/"

  /// The checkpoint that a user names: `checkpoint/<name>`, `<name>`, or the id of an apply whose
  /// tag was retired.
  ///
  /// It must be an annotated tag, and part of the branch's history.
  public func checkpoint(_ text: String, on branch: Branch) throws -> Checkpoint {
    let name = checkpointName(text)
    let checkpoint = try tagged(name) ?? retired(name, at: branch)
    guard let checkpoint else {
      let names = try checkpointNames()
      throw LedgerError(
        .usage, "unknown-checkpoint", "There is no checkpoint '\(text)'.",
        hint: NearNames.hint(for: name, among: names) ?? "list them with 'writ checkpoint list'")
    }
    if checkpoint.commit != branch.tip {
      try requireWholeHistory(for: "whether the checkpoint '\(name)' is part of it")
    }
    guard try repository.isAncestor(checkpoint.commit, of: branch.tip) else {
      throw LedgerError(
        .refused, "foreign-checkpoint",
        "The checkpoint '\(name)' is not part of the history of '\(branch.name)'.",
        hint: "name the branch that it belongs to with --branch")
    }
    return checkpoint
  }

  private func checkpointName(_ text: String) -> String {
    for prefix in [Ledger.checkpointPrefix, "checkpoint/"] where text.hasPrefix(prefix) {
      return String(text.dropFirst(prefix.count))
    }
    return text
  }

  /// The checkpoint that has a tag of that name, or nil.
  func tagged(_ name: String) throws -> Checkpoint? {
    let reference = Ledger.checkpointPrefix + name
    guard Repository.isValidReferenceName(reference),
      let target = try repository.reference(reference)
    else { return nil }
    guard try objects.header(target).kind == .tag else {
      throw LedgerError(
        .refused, "lightweight-tag",
        "'\(reference)' is not an annotated tag, so it says neither who made it nor when.",
        hint: "make checkpoints with 'writ checkpoint create NAME'")
    }
    let tag = try objects.tag(target)
    guard let tagger = tag.tagger else {
      throw LedgerError(
        .refused, "checkpoint-tagger",
        "The tag object of '\(reference)' says neither who made it nor when, so writ did not make "
          + "it.",
        hint: "restore the tag from another clone, or delete it with "
          + "'git tag -d checkpoint/\(name)'")
    }
    return Checkpoint(
      name: name, commit: try objects.peelToCommit(tag.target), tagger: tagger,
      message: String(decoding: SignedContent(ofTag: tag.message).payload, as: UTF8.self),
      isAutomatic: ULID(name) != nil)
  }

  private func retired(_ name: String, at branch: Branch) throws -> Checkpoint? {
    guard ULID(name) != nil else { return nil }
    try requireWholeHistory(for: "which commit the retired checkpoint '\(name)' stood for")
    guard let commit = try facts(at: branch).commit(stating: Fact(.id, name)),
      let record = try records(of: objects.commit(commit)).first(where: {
        $0.id.description == name
      }),
      let base = ObjectID(record.base)
    else { return nil }
    return Checkpoint(name: name, commit: base, tagger: nil, message: nil, isAutomatic: true)
  }

  /// All checkpoints that have a tag, by name: automatic ones by time, named ones after them.
  ///
  /// One tag that is no checkpoint does not hide the others: what is wrong with such is told beside.
  public func checkpoints() throws -> (usable: [Checkpoint], faults: [LedgerError]) {
    var faults: [LedgerError] = []
    let usable = try checkpointNames().compactMap { name in
      do {
        return try tagged(name)
      } catch let error as LedgerError where error.kind == .refused {
        faults.append(error)
        return nil
      }
    }
    let sorted = usable.sorted {
      ($0.isAutomatic ? 0 : 1, $0.name) < ($1.isAutomatic ? 0 : 1, $1.name)
    }
    return (sorted, faults)
  }

  func checkpointNames() throws -> [String] {
    try repository.referenceNames(startingWith: Ledger.checkpointPrefix).map {
      String(decoding: $0.utf8.dropFirst(Ledger.checkpointPrefix.utf8.count), as: UTF8.self)
    }
  }

  /// Makes a checkpoint by name on the branch's tip, or on another commit of its history.
  public func createCheckpoint(
    _ name: String, at revision: String?, on branchName: String?, message: String?,
    signing: SigningChoice = .configured
  ) throws -> Checkpoint {
    let reference = Ledger.checkpointPrefix + name
    guard Repository.isValidReferenceName(reference), ULID(name) == nil else {
      throw LedgerError(
        .usage, "bad-checkpoint-name", "'\(name)' cannot be the name of a checkpoint.",
        hint: "choose a name that git allows for a tag and that does not look like an apply's id")
    }
    let signer = try signer(signing, for: .tag)
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try recover()
    let branch = try branch(branchName)
    let commit = try revision.map { try self.commit($0) } ?? branch.tip
    guard try repository.isAncestor(commit, of: branch.tip) else {
      throw LedgerError(
        .refused, "foreign-checkpoint",
        "The commit \(commit.short) is not part of the history of '\(branch.name)'.")
    }
    let tagger = try signatures(at: surroundings.now()).committer
    guard try repository.reference(reference) == nil else {
      throw LedgerError(
        .refused, "checkpoint-exists", "The checkpoint '\(name)' exists, and is never moved.",
        hint: "choose another name")
    }
    let content = try ObjectDatabase.tagContent(
      name: "checkpoint/\(name)", commit: commit, tagger: tagger,
      message: Array("\(message ?? "Checkpoint \(name)")\n".utf8))
    let tag = try objects.write(signed(tag: content, by: signer), as: .tag)
    try objects.flush()
    let doubt = try repository.createReference(reference, to: tag, reason: "writ: checkpoint")
    if let doubt { throw doubt }
    return Checkpoint(
      name: name, commit: commit, tagger: tagger, message: message, isAutomatic: false)
  }

  /// Stores the tag of the checkpoint before an apply; the reference is made apart.
  func writeCheckpointTag(
    before id: ULID, on branch: String, _ commit: ObjectID, _ tagger: Signature,
    _ signer: ObjectSigner?
  ) throws -> ObjectID {
    let content = try ObjectDatabase.tagContent(
      name: "checkpoint/\(id)", commit: commit, tagger: tagger,
      message: CheckpointText.message(id, on: branch))
    return try objects.write(signed(tag: content, by: signer), as: .tag)
  }

  /// Deletes the oldest automatic checkpoints beyond the number that the rules keep.
  ///
  /// What they stood for stays reachable, and their ids keep working through the records.
  func retireCheckpoints(keeping count: Int) {
    do {
      let names = try repository.unsortedReferenceNames(startingWith: Ledger.checkpointPrefix)
      guard names.count > count else { return }
      let automatic = names.map {
        String(decoding: $0.utf8.dropFirst(Ledger.checkpointPrefix.utf8.count), as: UTF8.self)
      }
      .filter { ULID($0) != nil }
      // Ids in lower case sort by time as their bytes do.
      let sorted = automatic.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let doomed = try sorted.dropLast(count).compactMap { name in
        let reference = Ledger.checkpointPrefix + name
        return try repository.reference(reference).map { (name: reference, target: $0) }
      }
      if !doomed.isEmpty { try repository.deleteReferences(doomed) }
    } catch {
      // The apply is made, and one tag more does no harm: the next apply tries again.
    }
  }
}
