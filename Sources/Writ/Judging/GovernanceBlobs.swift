import WritGit

/// Reads files of governance, which rules and keys of arrays ask for in turn: those read last are
/// kept.
final class GovernanceBlobs {
  let objects: ObjectDatabase
  private var kept: [(id: ObjectID, bytes: [UInt8])] = []

  private static let keptCount = 8
  private static let keptSize = 1 << 16

  init(_ objects: ObjectDatabase) { self.objects = objects }

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
