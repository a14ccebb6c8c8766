import WritGit

/// The tree of the newest commit, kept so that its id can be told without asking git.
struct Forest {
  private final class Folder {
    var folders: [String: Folder] = [:]
    var files: [String: ObjectID] = [:]
    var known: ObjectID?
  }

  private let top = Folder()

  /// Puts a file at a path.
  func set(_ path: String, _ blob: ObjectID) {
    var parts = path.split(separator: "/").map(String.init)
    let name = parts.removeLast()
    var folder = top
    folder.known = nil
    for part in parts {
      let next = folder.folders[part] ?? Folder()
      folder.folders[part] = next
      folder = next
      folder.known = nil
    }
    folder.files[name] = blob
  }

  /// Takes a folder of the top away.
  func removeFolder(_ name: String) {
    top.folders[name] = nil
    top.known = nil
  }

  /// The id of the tree.
  func id() throws -> ObjectID { try id(of: top) }

  private func id(of folder: Folder) throws -> ObjectID {
    if let known = folder.known { return known }
    var entries: [(key: [UInt8], bytes: [UInt8])] = []
    for (name, inner) in folder.folders {
      let line = Array("40000 \(name)".utf8) + [0] + (try id(of: inner).bytes)
      entries.append((Array("\(name)/".utf8), line))
    }
    for (name, blob) in folder.files {
      entries.append((Array(name.utf8), Array("100644 \(name)".utf8) + [0] + blob.bytes))
    }
    entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
    let id = try ObjectDatabase.id(of: entries.flatMap(\.bytes), as: .tree)
    folder.known = id
    return id
  }
}
