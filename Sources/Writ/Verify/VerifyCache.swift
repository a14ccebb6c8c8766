import WritGit
import WritJSON
import WritPolicy

/// What an earlier run verified, in the git directory.
///
/// It counts only for the same tool, sealed by a key that only this user can read, while the
/// history that it tells of is part of the one that is asked for, and while the files of the object
/// store are the ones that were read then. Anything else, and it is as if it were not there.
struct VerifyCache {
  /// What was found in the cache.
  struct Known {
    /// The commit whose history was verified.
    let tip: ObjectID
    /// What was found then.
    let report: VerifyReport
    /// Whether nothing that counts has changed since.
    let isCurrent: Bool
    /// What was found of the commits.
    let state: () -> VerifyState?
  }

  /// Changing what is verified, or how it is stored, needs a new number.
  static let revision = 6
  /// Beyond this many commits in trouble, the history is gone through again each time.
  private static let problemLimit = 1_000
  private static let sizeLimit = 256 << 20

  private let ledger: Ledger
  private let scope: VerifyScope
  /// Whether the report is to list commits.
  private let isListing: Bool
  private let path: String
  private let keyPath: String

  init(_ ledger: Ledger, _ scope: VerifyScope, isListing: Bool) {
    self.ledger = ledger
    self.scope = scope
    self.isListing = isListing
    path = ledger.repository.commonPath("writ/verified")
    keyPath = ledger.repository.commonPath("writ/verified.key")
  }

  // MARK: Reading

  /// What an earlier run found, as far as it still counts.
  func load() throws -> Known? {
    guard scope.isWhole, let seal = storedKey(), let bytes = stored(),
      seal.isValid(bytes.prefix(Seal.length), for: bytes.dropFirst(Seal.length)),
      let content = VerifyCacheContent(reading: bytes.dropFirst(Seal.length)),
      content.binding == binding, ledger.objects.contains(content.tip),
      try stillLands(content.tip)
    else { return nil }
    guard let old = content.files(), let files = try ledger.repository.objectFiles(),
      try areIntact(old, files)
    else { return nil }
    let isCurrent = try content.tip == scope.tip && content.references == references()
    guard let report = content.report(on: scope, listing: isListing) else { return nil }
    // What was missing may be among the files that came since.
    if report.problems.contains(where: { !$0.missing.isEmpty }), Set(old) != Set(files) {
      return nil
    }
    return Known(
      tip: content.tip, report: report, isCurrent: isCurrent, state: content.state)
  }

  /// Whether everything lands where it did when a commit was the newest: on the line of first parents
  /// on which that still is, and with no approvals that came right behind it.
  private func stillLands(_ old: ObjectID) throws -> Bool {
    guard try ledger.repository.isAncestor(old, of: scope.tip) else { return false }
    var next: ObjectID? = scope.tip
    while let id = next, id != old {
      let commit = try ledger.objects.commit(id)
      next = commit.parents.first
      if next == old, ApprovalCommit.isOne(commit) { return false }
    }
    return next == old
  }

  /// Whether the files that were read then are still what they were.
  private func areIntact(_ old: [ObjectFile], _ new: [ObjectFile]) throws -> Bool {
    let present = Set(new)
    return try old.allSatisfy { try present.contains($0) || ledger.repository.isIntact($0) }
  }

  private func stored() -> [UInt8]? { content(of: path, limit: VerifyCache.sizeLimit) }

  private func storedKey() -> Seal? {
    content(of: keyPath, limit: 1 << 10).flatMap { Seal(key: $0) }
  }

  /// What cannot be read, or could have been written by somebody else, is as good as absent.
  private func content(of path: String, limit: Int) -> [UInt8]? {
    do throws(GitError) {
      return try FileSystem.readPrivate(path, limit: limit)
    } catch {
      return nil
    }
  }

  /// What the cache holds for.
  private var binding: String {
    let since = scope.since?.hex ?? "rules"
    return "\(VerifyCache.revision) \(ledger.surroundings.tool) \(since) \(scope.branch ?? "-")"
  }

  /// The digest of what references say that the report speaks of.
  private func references() throws -> String {
    let found = try ledger.repository.references(startingWith: Ledger.checkpointPrefix)
    return Digest(of: found.flatMap { Array($0.name.utf8) + [0] + $0.target.bytes }).hex
  }

  // MARK: Writing

  /// Keeps what was found.
  ///
  /// A cache that cannot be written is none; the answer is the same without it. What is missing may be
  /// fetched, which changes none of the files that are here: it is looked for anew each time.
  ///
  /// - Parameter packs: the packs that were there before anything was read; nobody read what a repack
  ///   wrote since, so nothing is kept then.
  func store(_ state: VerifyState, _ report: VerifyReport, read packs: [ObjectFile]?) throws {
    guard scope.isWhole, report.problems.count <= VerifyCache.problemLimit,
      !report.problems.contains(where: { $0.status == .unverifiable }),
      let files = try ledger.repository.objectFiles(),
      Set(packs ?? []).isSuperset(of: files.filter { $0.kind != .loose })
    else { return }
    let content = VerifyCacheContent(
      binding: binding, references: try references(), report: report, state: state, files: files)
    do {
      try FileSystem.makeFolder(ledger.repository.commonPath("writ"))
      guard let seal = try storedKey() ?? newKey() else { return }
      let bytes = content.bytes
      try FileSystem.write(seal.seal(bytes) + bytes, to: path, mode: 0o600, durable: false)
    } catch is GitError {
      return
    }
  }

  private func newKey() throws -> Seal? {
    try FileSystem.remove(keyPath)
    var key: [UInt8] = []
    while key.count < Seal.keyLength {
      let (_, random) = ledger.surroundings.random()
      for shift in stride(from: 0, to: 64, by: 8) {
        key.append(UInt8(truncatingIfNeeded: random >> UInt64(shift)))
      }
    }
    try FileSystem.write(key, to: keyPath, mode: 0o600, durable: false)
    return Seal(key: key)
  }
}
