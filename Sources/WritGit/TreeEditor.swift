/// Makes a new tree from an old one by changing some paths, without an index: only the folders on
/// the way to those paths are read and written.
public struct TreeEditor {
  private let objects: ObjectDatabase
  private var root = Folder()

  /// What shall become of the names in one folder.
  private struct Folder {
    var entries: [[UInt8]: TreeEntry?] = [:]
    var folders: [[UInt8]: Folder] = [:]
  }

  /// Starts with no changes.
  public init(_ objects: ObjectDatabase) { self.objects = objects }

  /// Puts a file (or a whole folder) at a path; nil removes what is there.
  public mutating func set(_ path: GitPath, to entry: TreeEntry?) throws(GitError) {
    guard path.isSafe else {
      throw GitError(.invalid, "'\(path)' is not a path that can be stored in a tree.")
    }
    TreeEditor.set(path.components[...], to: entry, in: &root)
  }

  private static func set(
    _ components: ArraySlice<[UInt8]>, to entry: TreeEntry?, in folder: inout Folder
  ) {
    guard let first = components.first else { return }
    if components.count == 1 {
      folder.entries[first] = .some(entry)
      folder.folders[first] = nil
    } else {
      set(components.dropFirst(), to: entry, in: &folder.folders[first, default: Folder()])
    }
  }

  /// Stores the trees that result from the changes to `base` (nil: the empty tree) and returns
  /// the id of the outermost. Folders that become empty disappear, as Git has no empty folders.
  public func write(onto base: ObjectID?) throws(GitError) -> ObjectID {
    if let tree = try write(root, onto: base) { return tree }
    return try objects.write([], as: .tree)
  }

  private func write(_ folder: Folder, onto base: ObjectID?) throws(GitError) -> ObjectID? {
    let content =
      try base.map { (id) throws(GitError) in try objects.content(of: id, as: .tree) } ?? []
    var changed = folder.entries
    for (name, inner) in folder.folders {
      let old = try base.flatMap { (id) throws(GitError) in try objects.entry(named: name, in: id) }
      let oldTree = old?.mode == .folder ? old?.id : nil
      let tree = try write(inner, onto: oldTree)
      // A removal below a name that is a file leaves the file alone.
      if tree == nil, let old, old.mode != .folder { continue }
      changed[name] = .some(tree.map { TreeEntry(mode: .folder, id: $0) })
    }
    let merged = try merge(content, with: changed, of: base)
    return merged.isEmpty ? nil : try objects.write(merged, as: .tree)
  }

  private func merge(
    _ content: [UInt8], with changed: [[UInt8]: TreeEntry?], of base: ObjectID?
  ) throws(GitError) -> [UInt8] {
    var pending: [(key: [UInt8], bytes: [UInt8])] = []
    for (name, entry) in changed {
      guard let entry = entry else { continue }
      pending.append((sortKey(name, entry.mode), stored(name, entry)))
    }
    pending.sort { $0.key.lexicographicallyPrecedes($1.key) }
    var output: [UInt8] = []
    output.reserveCapacity(content.count + pending.reduce(0) { $0 + $1.bytes.count })
    var next = 0
    let isDamaged = content.withUnsafeBytes { raw in
      var reader = TreeReader(raw)
      while let item = reader.next() {
        if changed[Array(item.name)] != nil { continue }
        while next < pending.count, precedes(pending[next].key, item) {
          output += pending[next].bytes
          next += 1
        }
        output.append(contentsOf: raw[item.range])
      }
      return reader.isDamaged
    }
    if isDamaged { throw objects.corrupt(base ?? .zero, "it is not a well-formed tree") }
    for item in pending[next...] { output += item.bytes }
    return output
  }

  private func precedes(_ key: [UInt8], _ item: TreeReader.Item) -> Bool {
    // Most comparisons are settled by the name alone, without building the item's key.
    for (a, b) in zip(key, item.name) where a != b { return a < b }
    return key.lexicographicallyPrecedes(item.sortKey())
  }

  private func sortKey(_ name: [UInt8], _ mode: TreeEntry.Mode) -> [UInt8] {
    mode == .folder ? name + [UInt8(ascii: "/")] : name
  }

  private func stored(_ name: [UInt8], _ entry: TreeEntry) -> [UInt8] {
    Array(String(entry.mode.rawValue, radix: 8).utf8) + [UInt8(ascii: " ")] + name + [0]
      + entry.id.bytes
  }
}
