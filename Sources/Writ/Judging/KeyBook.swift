public import WritGit
public import WritJSON
import WritPolicy

/// Finds what identifies the elements of arrays in the policies of commits, each version of rules and
/// schemas once.
final class KeyBook {
  private let objects: ObjectDatabase
  private let blobs: GovernanceBlobs
  private var known = HashTable<Version, ArrayKeys>()
  private var own = HashTable<ObjectID, [JSONIdentity.Declaration]>()
  /// Most changes leave what governs them as it was.
  private var last: (governance: ObjectID, version: Version?)?

  /// Versions and schemas beyond this many are read again.
  private static let kept = 64

  private struct Version: Hashable {
    let rules: ObjectID?
    let schemas: ObjectID
  }

  init(_ blobs: GovernanceBlobs) {
    objects = blobs.objects
    self.blobs = blobs
  }

  /// What identifies the elements of a policy's arrays in changes on top of a tree.
  ///
  /// A tree without schemas costs one look for their folder.
  func identity(of path: GitPath, in tree: ObjectID?) throws -> JSONIdentity {
    guard let tree else { return .default }
    return try identity(of: path, under: blobs.folder(in: tree))
  }

  /// As above, on top of a tree whose folder `governance` is known; nil when it has none.
  func identity(of path: GitPath, under governance: ObjectID?) throws -> JSONIdentity {
    guard let governance, let version = try version(of: governance), let text = path.utf8,
      let name = ArrayKeys.ownSchema(ofPolicyAt: text)
    else { return .default }
    let declared = try declarations(of: name, in: version.schemas)
    return try keys(version).identity(ofPolicyAt: text, own: declared)
  }

  private func version(of governance: ObjectID) throws -> Version? {
    if let last, last.governance == governance { return last.version }
    let folder = try objects.entry(at: GovernanceBlobs.schemas, in: governance)
    var version: Version?
    if let folder, folder.mode == .folder {
      let rules = try objects.entry(at: GovernanceBlobs.rules, in: governance)
      version = Version(rules: rules?.mode.isFile == true ? rules?.id : nil, schemas: folder.id)
    }
    last = (governance, version)
    return version
  }

  private func keys(_ version: Version) throws -> ArrayKeys {
    if let keys = known[version] { return keys }
    if known.count >= KeyBook.kept { known.removeAll() }
    let keys = try read(version)
    known.set(version, keys)
    return keys
  }

  private func read(_ version: Version) throws -> ArrayKeys {
    guard let rules = version.rules else { return .evident }
    guard let bytes = try bytes(rules) else { return .evident }
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: bytes)
    } catch {
      // Rules that are not JSON are refused by whoever judges by them.
      return .evident
    }
    return try ArrayKeys(rules: document.value) { try content(of: $0, in: version.schemas) }
  }

  private func declarations(
    of name: String, in folder: ObjectID
  ) throws -> [JSONIdentity.Declaration] {
    guard let entry = try entry(of: name, in: folder) else { return [] }
    if let known = own[entry.id] { return known }
    if own.count >= KeyBook.kept { own.removeAll() }
    let declared = try bytes(entry.id).map(ArrayKeys.declarations) ?? []
    own.set(entry.id, declared)
    return declared
  }

  private func content(of name: String, in folder: ObjectID) throws -> [UInt8]? {
    try entry(of: name, in: folder).flatMap { try bytes($0.id) }
  }

  /// What a file holds; nil when it is too long, as no judgement reads it either, and a comparison of
  /// the past must not fail for it.
  private func bytes(_ id: ObjectID) throws -> [UInt8]? {
    try blobs.content(of: id, atMost: Snapshot.documentLimit)
  }

  private func entry(of name: String, in folder: ObjectID) throws -> TreeEntry? {
    let entry = try objects.entry(at: GitPath(name), in: folder)
    return entry?.mode.isFile == true ? entry : nil
  }
}

extension Ledger {
  /// What identifies the elements of a policy's arrays in a change on top of a tree: the schemas of
  /// that tree decide, for plan, record, hooks and audit alike.
  ///
  /// - Parameter tree: that of the commit before the change; nil when there is none.
  public func arrayIdentity(of path: GitPath, in tree: ObjectID?) throws -> JSONIdentity {
    try keyBook.identity(of: path, in: tree)
  }
}
