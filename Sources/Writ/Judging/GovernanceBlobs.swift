import WritGit
import WritPolicy

/// Reads the folder and the files of governance, which rules and keys of arrays ask for in turn: those
/// read last are kept.
final class GovernanceBlobs {
  let objects: ObjectDatabase
  private var kept: [(id: ObjectID, bytes: [UInt8])] = []
  /// One change asks about the same tree again and again.
  private var last: (tree: ObjectID, folder: ObjectID?)?

  /// Where rules and schemas lie in the folder.
  static let rules = GitPath(
    bytes: Array(Rules.path.utf8.dropFirst("governance/".utf8.count)))
  static let schemas = GitPath(
    bytes: Array(GovernanceSchema.folder.utf8.dropFirst("governance/".utf8.count)))

  private static let keptCount = 8
  private static let keptSize = 1 << 16

  init(_ objects: ObjectDatabase) { self.objects = objects }

  /// The folder `governance` of a tree; nil when it has none.
  func folder(in tree: ObjectID) throws -> ObjectID? {
    if let last, last.tree == tree { return last.folder }
    let entry = try objects.entry(at: "governance", in: tree)
    let found = entry?.mode == .folder ? entry?.id : nil
    last = (tree, found)
    return found
  }

  /// The content of a blob, nil when it has more than `limit` bytes and for no other reason.
  func content(of id: ObjectID, atMost limit: Int) throws -> [UInt8]? {
    if let known = kept.first(where: { $0.id == id }) {
      return known.bytes.count <= limit ? known.bytes : nil
    }
    guard let bytes = try objects.blob(id, atMost: limit) else { return nil }
    if bytes.count <= GovernanceBlobs.keptSize {
      if kept.count >= GovernanceBlobs.keptCount { kept.removeFirst() }
      kept.append((id, bytes))
    }
    return bytes
  }
}
