import WritGit
import WritJSON

/// Versions of documents that were read, so that the next version is compared without reading the
/// last one again; bounded in bytes.
struct DocumentCache {
  private struct Slot {
    let blob: ObjectID
    let document: JSONDocument
    var age: Int
  }

  private let objects: ObjectDatabase
  private var slots: [GitPath: Slot] = [:]
  private var clock = 0
  private var size = 0

  /// What the texts may take; what was read of them takes about as much.
  private static let limit = 32 << 20

  init(_ objects: ObjectDatabase) { self.objects = objects }

  /// What a version of a file is.
  enum Version {
    case document(JSONDocument)
    /// Not strict JSON, or no ordinary file.
    case unreadable(String)
  }

  /// The version of a file that a tree's entry names.
  mutating func version(_ entry: TreeEntry, of path: GitPath) throws -> Version {
    clock += 1
    if let slot = slots[path], slot.blob == entry.id {
      slots[path]?.age = clock
      return .document(slot.document)
    }
    let version = try DocumentCache.read(entry, objects)
    if case .document(let document) = version { keep(document, entry.id, path) }
    return version
  }

  /// Reads a version from the repository.
  static func read(_ entry: TreeEntry, _ objects: ObjectDatabase) throws -> Version {
    guard entry.mode.isFile else { return .unreadable("It is a \(entry.mode).") }
    let size = try objects.header(entry.id).size
    guard size <= Snapshot.documentLimit else {
      return .unreadable("It has \(size) bytes, more than are read.")
    }
    // Read where the id is computed meanwhile.
    return try objects.withContent(of: entry.id, as: .blob) { (bytes) throws(GitError) in
      do throws(JSONError) {
        return .document(try JSONDocument(parsing: Array(bytes)))
      } catch {
        let place = error.line.map { "line \($0), column \(error.column ?? 1): " } ?? ""
        return .unreadable(place + error.message)
      }
    }
  }

  private mutating func keep(_ document: JSONDocument, _ blob: ObjectID, _ path: GitPath) {
    size += document.bytes.count - (slots[path]?.document.bytes.count ?? 0)
    slots[path] = Slot(blob: blob, document: document, age: clock)
    guard size > Self.limit else { return }
    let oldest = slots.sorted { $0.value.age < $1.value.age }
    for (path, slot) in oldest where size > Self.limit / 2 && slot.age < clock {
      size -= slot.document.bytes.count
      slots[path] = nil
    }
  }
}
