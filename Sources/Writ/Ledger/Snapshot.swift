public import WritGit
import WritJSON
public import WritPolicy

/// The policy repository as one commit has it.
public struct Snapshot {
  /// The commit.
  public let commit: Commit
  private let objects: ObjectDatabase
  private let ruleBook: RuleBook

  init(_ commit: ObjectID, of ledger: Ledger) throws {
    self.commit = try ledger.objects.commit(commit)
    objects = ledger.objects
    ruleBook = ledger.ruleBook
  }

  /// The most bytes that a document may have.
  static let documentLimit = 64 << 20

  /// A document as it is stored.
  public struct Stored {
    /// The mode and the blob.
    public let entry: TreeEntry
    /// The exact bytes.
    public let bytes: [UInt8]
  }

  /// The stored form of a document, or nil when there is none.
  public func stored(_ name: DocumentName) throws -> Stored? {
    guard let entry = try objects.entry(at: GitPath(name.path), in: commit.tree) else { return nil }
    guard entry.mode.isFile else {
      throw LedgerError(
        .refused, "special-file", "\(name.path) is not an ordinary file but a \(entry.mode).",
        hint: "replace it by a JSON file")
    }
    return Stored(entry: entry, bytes: try objects.blob(entry.id, limit: Self.documentLimit))
  }

  /// The rules in force for a change on top of this commit, or nil when it has none.
  public func rules() throws -> Rules? { try ruleBook.rules(in: commit.tree) }

  /// The rules; an error when the repository was not adopted.
  func requireRules() throws -> Rules {
    guard let rules = try rules() else {
      throw LedgerError(
        .usage, "not-adopted",
        "The branch has no \(Rules.path), so nothing says who may change what.",
        hint: "run 'writ init' to adopt the repository")
    }
    return rules
  }

  /// The names of all documents, sorted.
  public func names() throws -> [DocumentName] {
    try folder(Ledger.policies).compactMap { DocumentName(path: $0.path.description) }.sorted()
  }

  /// The files below a folder.
  func folder(_ path: GitPath) throws -> [(path: GitPath, entry: TreeEntry)] {
    guard let entry = try objects.entry(at: path, in: commit.tree), entry.mode == .folder else {
      return []
    }
    return try objects.files(in: entry.id, under: path)
  }

  /// The bytes of a file at any path, or nil when there is none.
  public func file(_ path: String) throws -> [UInt8]? {
    guard let entry = try entry(GitPath(path)), entry.mode.isFile else { return nil }
    return try objects.blob(entry.id, limit: Self.documentLimit)
  }

  /// The entry at a path, or nil.
  func entry(_ path: GitPath) throws -> TreeEntry? { try objects.entry(at: path, in: commit.tree) }
}

extension Ledger {
  /// The repository as a commit has it.
  public func snapshot(_ commit: ObjectID) throws -> Snapshot {
    try Snapshot(commit, of: self)
  }

  /// Reads a document strictly; the error names the file.
  static func parse(_ bytes: [UInt8], _ path: String) throws(LedgerError) -> JSONDocument {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes)
    } catch {
      throw unreadable(path, error)
    }
  }

  static func unreadable(_ path: String, _ error: JSONError) -> LedgerError {
    let place = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
    var result = LedgerError(
      .refused, "not-strict-json", "\(path)\(place): \(error.message)", hint: error.hint)
    result.findings = [
      Finding(
        .notStrictJSON, path: path, "\(path)\(place): \(error.message)",
        mend: error.hint ?? "write strict JSON (RFC 8259)")
    ]
    return result
  }
}
