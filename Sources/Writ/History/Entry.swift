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
      ?? PullRequestNumber.of(subject: commit.subject)
  }
}

/// Finds the number of a pull request in what forges write.
public enum PullRequestNumber {
  /// The number in `#12` or in a URL that ends in `/12`.
  public static func of(reference: String) -> Int? {
    let digits = reference.utf8.reversed().prefix { (0x30...0x39).contains($0) }.reversed()
    let rest = reference.utf8.dropLast(digits.count)
    guard rest.last == UInt8(ascii: "#") || rest.last == UInt8(ascii: "/") else { return nil }
    return number(Array(digits))
  }

  /// The number in a subject: `... (#12)`, `Merge pull request #12 from ...`.
  public static func of(subject: String) -> Int? {
    let bytes = Array(subject.utf8)
    let merge = Array("Merge pull request #".utf8)
    if bytes.starts(with: merge) {
      return number(Array(bytes.dropFirst(merge.count).prefix { (0x30...0x39).contains($0) }))
    }
    guard bytes.last == UInt8(ascii: ")") else { return nil }
    let digits = Array(bytes.dropLast().reversed().prefix { (0x30...0x39).contains($0) }.reversed())
    let before = bytes.dropLast(digits.count + 1)
    guard before.suffix(2).elementsEqual("(#".utf8) else { return nil }
    return number(digits)
  }

  private static func number(_ digits: [UInt8]) -> Int? {
    guard !digits.isEmpty, digits.count < 16 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}

extension Ledger {
  /// What a commit means to the ledger.
  public func entry(_ commit: Commit) throws -> Entry {
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
