public import WritGit
import WritJSON
public import WritPolicy

/// What stands behind a commit of the first-parent history: who, why, on whose approval and which
/// evidence, by its record or its trailers, or by those of the commit that a merge brought.
public struct ChangeStory: Sendable {
  /// The commit.
  public let commit: Commit
  /// The commit on the merged side that made the value, where the commit is a merge.
  public let origin: Commit?
  /// The record of the apply.
  public let record: Record?
  /// Who, on whose approval, why, until when, as far as it is known.
  public let metadata: Metadata
  /// Why, or nil for a change that does not say.
  public let intent: Intent?
  /// The number of the pull request.
  public let pullRequest: Int?
  /// What a rollback restored or undid.
  public let restores: String?
  /// The automatic checkpoint.
  public let checkpoint: String?
  /// The artifacts that the change rests on.
  public let evidence: [Artifact]
  /// What the gate said.
  public let decision: Decision?

  /// An artifact by its name and digest.
  public struct Artifact: Sendable, Equatable {
    /// The name.
    public let name: String
    /// `sha256:<hex>`.
    public let digest: String
  }

  /// A decision by its word and digest.
  public struct Decision: Sendable, Equatable {
    /// `promote` or `hold`.
    public let word: String
    /// `sha256:<hex>`.
    public let digest: String
  }

  /// When the commit was made.
  public var time: Instant { Instant(seconds: commit.committer.seconds) }
  /// The id of the apply.
  public var id: String? { record?.id.description ?? trailerId }
  /// Who wrote the change, by git.
  public var author: String { (origin ?? commit).author.identity }
  /// The signed approvals that the apply was given.
  public var approvals: [RecordedApproval] { record?.approvals ?? [] }
  /// Who, by the trailers `Reviewed-by`, `Approved-by` and `Acked-by`, looked at the change.
  public let reviewers: [String]
  /// Whether the commit goes back on purpose.
  public var isRollback: Bool { intent == .rollback || restores != nil }
  /// What was let pass by name.
  public var overrides: [Record.Override] { record?.overrides ?? [] }

  fileprivate let trailerId: String?
}

extension ChangeStory {
  /// Puts together what the commit says with what the commit that it merged says.
  fileprivate init(_ commit: Commit, _ own: Saying, origin: (commit: Commit, saying: Saying)?) {
    self.commit = commit
    self.origin = origin?.commit
    let sayings = [own, origin?.saying].compactMap { $0 }
    func first<Value>(_ part: (Saying) -> Value?) -> Value? {
      sayings.lazy.compactMap(part).first
    }
    record = first(\.record)
    intent = first(\.intent)
    restores = first(\.restores)
    checkpoint = first(\.checkpoint)
    pullRequest = first(\.pullRequest)
    decision = first(\.decision)
    evidence = first { $0.evidence.isEmpty ? nil : $0.evidence } ?? []
    trailerId = first(\.id)
    reviewers = sayings.flatMap(\.reviewers)
    var metadata = own.metadata
    if let more = origin?.saying.metadata {
      for field in MetadataField.allCases where metadata[field] == nil {
        metadata[field] = more[field]
      }
      metadata.key = metadata.key ?? more.key
    }
    self.metadata = metadata
  }
}

/// What one commit says about itself.
private struct Saying {
  let record: Record?
  let metadata: Metadata
  let intent: Intent?
  let pullRequest: Int?
  let restores: String?
  let checkpoint: String?
  let evidence: [ChangeStory.Artifact]
  let decision: ChangeStory.Decision?
  let id: String?
  let reviewers: [String]

  private static let reviewKeys = ["reviewed-by", "approved-by", "acked-by"]

  /// - Parameter place: what the change is about, when the commit brought more than one record.
  init(_ commit: Commit, about place: ValuePlace?, in ledger: Ledger) throws {
    let records = try ledger.broughtRecords(by: commit)
    self.init(commit, records.last { $0.concerns(place) } ?? records.last)
  }

  init(_ commit: Commit, _ record: Record?) {
    let message = CommitMessage.read(commit.message).message
    var metadata = record?.metadata ?? Metadata()
    let trailers = Metadata(trailersOf: message)
    for field in MetadataField.allCases where metadata[field] == nil {
      metadata[field] = trailers[field]
    }
    metadata.key = metadata.key ?? trailers.key
    self.record = record
    self.metadata = metadata
    intent = record?.intent ?? message.value(of: .intent).flatMap(Intent.init(rawValue:))
    pullRequest =
      metadata.pullRequest.flatMap(PullRequestNumber.of(reference:))
      ?? PullRequestNumber.of(message: commit.message)
    restores = record?.restores ?? message.value(of: .restores)
    checkpoint = record?.checkpoint ?? message.value(of: .checkpoint)
    evidence =
      record?.evidence.map { .init(name: $0.name, digest: $0.digest.description) }
      ?? message.values(of: .evidence).compactMap(Saying.pair).map(ChangeStory.Artifact.init)
    decision =
      record?.decision.map { .init(word: $0.word, digest: $0.digest.description) }
      ?? message.value(of: .decision).flatMap(Saying.pair).map {
        ChangeStory.Decision(word: $0.name, digest: $0.digest)
      }
    reviewers = message.trailers.filter { Saying.reviewKeys.contains($0.key.lowercased()) }
      .map(\.value)
    id = message.value(of: .record).flatMap { value in
      let parts = value.split(separator: "/")
      return parts.count > 1 ? String(parts[1]) : nil
    }
  }

  /// `<word> sha256:<hex>`.
  private static func pair(_ value: String) -> (name: String, digest: String)? {
    guard let space = value.lastIndex(of: " ") else { return nil }
    return (String(value[..<space]), String(value[value.index(after: space)...]))
  }
}

extension Record {
  /// Whether one of the changes is at, above or below a place.
  fileprivate func concerns(_ place: ValuePlace?) -> Bool {
    guard let place else { return true }
    let pointer = place.pointer.description
    return changes.contains { change in
      guard
        GitPath("policies/\(change.document).json") == place.path
          || GitPath(change.document.dropFirst() + ".json") == place.path
      else { return false }
      return change.pointer == pointer || (change.pointer + "/").isPrefix(of: pointer)
        || (pointer + "/").isPrefix(of: change.pointer)
    }
  }
}

extension String {
  fileprivate func isPrefix(of other: String) -> Bool { other.utf8.starts(with: utf8) }
}

extension Ledger {
  /// The records that a commit brought and that can be read, oldest first.
  ///
  /// A squash merge may keep the trailers of one apply and bring the records of several.
  fileprivate func broughtRecords(by commit: Commit) throws -> [Record] {
    var records = try readableRecords(of: commit).records
    for path in try newRecordPaths(of: commit)
    where !records.contains(where: { Record.path($0.id) == path }) {
      do {
        if let found = try record(at: path, in: commit) { records.append(found.record) }
      } catch is PolicyError {
        continue
      } catch let error as LedgerError where error.kind == .refused {
        continue
      }
    }
    return records.sorted { $0.id < $1.id }
  }
}

/// A value's place in the repository.
struct ValuePlace: Hashable {
  let path: GitPath
  let pointer: JSONPointer
}

extension Ledger {
  /// What stands behind a commit.
  ///
  /// - Parameter change: the value that it is asked about, with what it became: so that the one of the
  ///   commits of a merged side is found that made it.
  func story(
    of commit: Commit, about change: (place: ValuePlace, value: JSONValue?)? = nil
  ) throws -> ChangeStory {
    guard commit.parents.count > 1, let change,
      let origin = try origin(of: change.place, becoming: change.value, mergedBy: commit)
    else { return try story(of: commit, origin: nil, about: change?.place) }
    return try story(of: commit, origin: origin, about: change.place)
  }

  /// What stands behind a commit and the one that it merged.
  func story(of commit: Commit, origin: Commit?, about place: ValuePlace?) throws -> ChangeStory {
    let own = try Saying(commit, about: place, in: self)
    let more = try origin.map { ($0, try Saying($0, about: place, in: self)) }
    return ChangeStory(commit, own, origin: more)
  }

  /// What stands behind the parts that a commit was made of: the commits of a merged side that change
  /// what is governed, or the applies that a squash put together; oldest first, none for one apply.
  func parts(of commit: Commit, merging merged: [Commit]) throws -> [ChangeStory] {
    if commit.parents.count > 1 {
      return try merged.reversed().filter { try changesPolicy($0, nil) }.map { try story(of: $0) }
    }
    let records = try broughtRecords(by: commit)
    if records.count < 2 { return [] }
    return records.map { ChangeStory(commit, Saying(commit, $0), origin: nil) }
  }

  /// The newest commit of a merged side that gave a place this value.
  private func origin(
    of place: ValuePlace, becoming value: JSONValue?, mergedBy merge: Commit
  ) throws -> Commit? {
    for side in try mergedCommits(merge) {
      let own = try objects.entry(at: place.path, in: side.tree)
      var isNew = true
      for parent in side.parents {
        if try objects.entry(at: place.path, in: objects.commit(parent).tree) == own {
          isNew = false
        }
      }
      guard isNew, try self.value(at: place, in: side) == value else { continue }
      guard let parent = side.parents.first else { return side }
      if try self.value(at: place, in: objects.commit(parent)) != value { return side }
    }
    return nil
  }

  /// The value at a place in a commit; nil where there is none or the file cannot be read.
  private func value(at place: ValuePlace, in commit: Commit) throws -> JSONValue? {
    guard let entry = try objects.entry(at: place.path, in: commit.tree),
      case .document(let document) = try DocumentCache.read(entry, objects)
    else { return nil }
    return document.root.node(at: place.pointer)?.value
  }
}
