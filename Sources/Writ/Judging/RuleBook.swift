import WritGit
import WritJSON
import WritPolicy

/// Reads the rules of commits, each version of them once.
final class RuleBook {
  private let objects: ObjectDatabase
  private let blobs: GovernanceBlobs
  private var known = HashTable<Version, Rules>()
  /// Most changes leave what governs them as it was.
  private var last: (governance: ObjectID, rules: Rules?)?

  /// Versions beyond this many are read again: a history has few that take turns.
  private static let kept = 64
  /// The most bytes that all schemas of a commit may have together.
  private static let schemaLimit = 64 << 20

  private struct Version: Hashable {
    let rules: ObjectID
    let schemas: ObjectID?
  }

  init(_ blobs: GovernanceBlobs) {
    objects = blobs.objects
    self.blobs = blobs
  }

  /// A file with its place in a tree.
  typealias File = (path: GitPath, entry: TreeEntry)

  /// The rules that a tree has, or nil when it has none.
  ///
  /// - Throws: `PolicyError` or a refusal for rules that cannot be read; they are never taken for
  ///   the absence of rules.
  func rules(in tree: ObjectID) throws -> Rules? {
    guard let governance = try blobs.folder(in: tree) else { return nil }
    if let last, last.governance == governance { return last.rules }
    let rules = try rules(under: governance)
    last = (governance, rules)
    return rules
  }

  private func rules(under governance: ObjectID) throws -> Rules? {
    guard let entry = try objects.entry(at: GovernanceBlobs.rules, in: governance) else {
      return nil
    }
    let folder = try schemaFolder(under: governance)
    let version = Version(rules: entry.id, schemas: folder)
    if entry.mode.isFile, let rules = known[version] { return rules }
    let rules = try rules(entry) { try folder.map(schemaFiles) ?? [] }
    if known.count >= RuleBook.kept { known.removeAll() }
    known.set(version, rules)
    return rules
  }

  /// The rules of one file beside some schemas.
  func rules(_ entry: TreeEntry, besides schemas: () throws -> [File]) throws -> Rules {
    guard entry.mode.isFile else {
      throw LedgerError(
        .refused, "special-file", "\(Rules.path) is not an ordinary file but a \(entry.mode).",
        hint: "replace it by a JSON file")
    }
    guard let bytes = try blobs.content(of: entry.id, atMost: Snapshot.documentLimit) else {
      throw LedgerError(
        .refused, "rules-too-large",
        "\(Rules.path) has more than the \(Snapshot.documentLimit) bytes allowed.",
        hint: "shorten it, or go back to a version that was in force")
    }
    let document = try Ledger.parse(bytes, Rules.path)
    let files = Rules.namesSchemas(document.value) ? try schemas() : []
    return try Rules(document, schemas: try self.schemas(files), reading: .inForce)
  }

  // MARK: Schemas

  private static let schemaFolder = GitPath(GovernanceSchema.folder)

  /// The schemas that a tree has.
  func schemas(in tree: ObjectID) throws -> [GovernanceSchema] {
    guard let governance = try blobs.folder(in: tree),
      let folder = try schemaFolder(under: governance)
    else { return [] }
    return try schemas(schemaFiles(in: folder))
  }

  /// The most files that may lie beside the schemas.
  private static let fileLimit = 100_000

  private func schemaFiles(in folder: ObjectID) throws -> [File] {
    var budget = TreeBudget(
      files: RuleBook.fileLimit, folders: RuleBook.fileLimit, bytes: RuleBook.schemaLimit)
    do {
      return try objects.files(in: folder, under: RuleBook.schemaFolder, &budget)
    } catch {
      guard error.code == .tooMuch else { throw error }
      throw LedgerError(
        .refused, "schemas-too-large",
        "\(GovernanceSchema.folder) holds more than \(RuleBook.fileLimit) files.",
        hint: "remove what no rule names from \(GovernanceSchema.folder)")
    }
  }

  private func schemaFolder(under governance: ObjectID) throws -> ObjectID? {
    let entry = try objects.entry(at: GovernanceBlobs.schemas, in: governance)
    return entry?.mode == .folder ? entry?.id : nil
  }

  /// The schemas among some files; links and what is not JSON by its name is none.
  private func schemas(_ files: [File]) throws -> [GovernanceSchema] {
    var total = 0
    return try files.compactMap { path, entry -> GovernanceSchema? in
      guard entry.mode.isFile, let name = GovernanceSchema.name(path) else { return nil }
      let bytes = try schema(entry.id, atMost: RuleBook.schemaLimit - total)
      total += bytes.count
      return GovernanceSchema(name: name, bytes: bytes)
    }
  }

  private func schema(_ id: ObjectID, atMost limit: Int) throws -> [UInt8] {
    guard let bytes = try blobs.content(of: id, atMost: limit) else {
      throw LedgerError(
        .refused, "schemas-too-large",
        "The schemas have more than \(RuleBook.schemaLimit) bytes together.",
        hint: "remove what no rule names from \(GovernanceSchema.folder)")
    }
    return bytes
  }
}

extension GovernanceSchema {
  /// The name of the schema at a path, or nil when none can be there.
  static func name(_ path: GitPath) -> String? {
    let name = path.bytes.dropFirst(folder.utf8.count + 1)
    guard path.isInside(GitPath(folder)), name.suffix(5).elementsEqual(".json".utf8) else {
      return nil
    }
    return String(validating: name, as: UTF8.self)
  }
}
