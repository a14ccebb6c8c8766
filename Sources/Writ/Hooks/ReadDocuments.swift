import WritGit
import WritJSON
import WritPolicy

/// Documents that were read already, by their blobs: along a history each version stands on both
/// sides of a change.
final class ReadDocuments {
  private var documents: [ObjectID: Result<JSONValue, JSONError>] = [:]
  private var sources: [ObjectID: [UInt8]] = [:]
  private var size = 0

  /// As many bytes of source as are kept; a value takes some ten times as much memory.
  private var limit = 2 << 20
  /// A small document takes this at least.
  private static let least = 256

  /// Keeps less: a server judges several pushes at a time.
  func keepLittle() { limit = 1 << 18 }

  /// What was read of a blob, or nil.
  subscript(blob: ObjectID) -> Result<JSONValue, JSONError>? { documents[blob] }

  /// The bytes of a blob that was read, or nil.
  func source(of blob: ObjectID) -> [UInt8]? { sources[blob] }

  /// Whether a document of so many bytes is kept.
  func keeps(_ size: Int) -> Bool { size <= limit / 4 }

  /// Keeps what was read of a blob.
  func remember(_ document: Result<JSONValue, JSONError>, of blob: ObjectID, _ source: [UInt8]) {
    guard keeps(source.count) else { return }
    let taken = max(source.count, ReadDocuments.least)
    if size + taken > limit {
      documents.removeAll(keepingCapacity: true)
      sources.removeAll(keepingCapacity: true)
      size = 0
    }
    size += taken
    documents[blob] = document
    sources[blob] = source
  }
}
