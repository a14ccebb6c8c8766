public import WritGit
import WritJSON
public import WritPolicy

/// One commit of the ledger's history: an apply, a rollback, or a change made by other means.
public struct Entry: Sendable {
  /// The commit.
  public let commit: Commit
  /// The record, when the commit brought one.
  public let record: Record?
  /// Who, on whose approval, why, until when, as far as it is known.
  public let metadata: Metadata
  /// Why, or nil for a change that does not say.
  public let intent: Intent?
  /// The paths of the governed files that the commit changed.
  public let paths: [String]
  /// What a rollback restored or undid.
  public let restores: String?

  /// The id of the apply, or nil.
  public var id: String? { record?.id.description }

  /// The number of the pull request, however the commit tells it.
  public var pullRequestNumber: Int? {
    metadata.pullRequest.flatMap(PullRequestNumber.of(reference:))
      ?? PullRequestNumber.of(message: commit.message)
  }
}

extension Ledger {
  /// What a commit means to the ledger.
  public func entry(_ commit: Commit) throws -> Entry {
    if !commit.parents.allSatisfy(objects.contains) {
      try requireWholeHistory(for: "what the commit \(commit.id.short) changed")
    }
    let paths = try treeChanges(of: commit).map(\.path.description)
    let record = try readableRecords(of: commit).records.last
    let message = CommitMessage.read(commit.message).message
    var metadata = record?.metadata ?? Metadata()
    let trailers = Metadata(trailersOf: message)
    for field in MetadataField.allCases where metadata[field] == nil {
      metadata[field] = trailers[field]
    }
    return Entry(
      commit: commit, record: record, metadata: metadata,
      intent: record?.intent ?? message.value(of: .intent).flatMap(Intent.init(rawValue:)),
      paths: paths, restores: record?.restores ?? message.value(of: .restores))
  }

  /// The changes of a commit by value.
  public func changes(of commit: Commit) throws -> [DocumentChange] {
    try documentChanges(of: commit)
  }
}
