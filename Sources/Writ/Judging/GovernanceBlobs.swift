import WritGit

/// Reads files of governance, which rules and keys of arrays ask for in turn: those read last are
/// kept.
final class GovernanceBlobs {
  let objects: ObjectDatabase
  private var kept: [(id: ObjectID, bytes: [UInt8])] = []

  private static let keptCount = 8
  private static let keptSize = 1 << 16

  init(_ objects: ObjectDatabase) { self.objects = objects }

  /// The content of a blob of at most `limit` bytes.
  func content(of id: ObjectID, limit: Int) throws -> [UInt8] {
    if let known = kept.first(where: { $0.id == id }), known.bytes.count <= limit {
      return known.bytes
    }
    let bytes = try objects.blob(id, limit: limit)
    if bytes.count <= GovernanceBlobs.keptSize {
      if kept.count >= GovernanceBlobs.keptCount { kept.removeFirst() }
      kept.append((id, bytes))
    }
    return bytes
  }
}
