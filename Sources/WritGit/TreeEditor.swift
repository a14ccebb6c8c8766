/// Makes a new tree from an old one by changing some paths, without an index: only the folders on
/// the way to those paths are read and written.
public struct TreeEditor {
  private let objects: ObjectDatabase
  private var root = Folder()

  /// What shall become of the names in one folder.
  private struct Folder {
    /// What was set at a name itself.
    var entries: [[UInt8]: TreeEntry?] = [:]
    /// What was set below a name, after what was set at the name itself.
    var folders: [[UInt8]: Folder] = [:]
  }

  /// Starts with no changes.
  public init(_ objects: ObjectDatabase) { self.objects = objects }

  /// Puts a file (or a whole folder) at a path; nil removes what is there.
  ///
  /// A file set below the path of another file takes its place.
  public mutating func set(_ path: GitPath, to entry: TreeEntry?) throws(GitError) {
    guard path.isSafe else {
      throw GitError(.invalid, "'\(path)' is not a path that can be stored in a tree.")
    }
    TreeEditor.set(path.components[...], to: entry, in: &root)
  }

  // As deep as a safe path, which is bounded.
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

  /// Stores the trees that result from the changes to `base` (nil: the empty tree) and returns the
  /// id of the outermost.
  ///
  /// Folders that become empty disappear, as Git has no empty folders.
  public func write(onto base: ObjectID?) throws(GitError) -> ObjectID {
    if let tree = try write(root, onto: base) { return tree }
    return try objects.write([], as: .tree)
  }

  private func write(_ folder: Folder, onto base: ObjectID?) throws(GitError) -> ObjectID? {
    var changed = folder.entries
    let before = try entries(at: folder.folders.keys, in: base)
    for (name, inner) in folder.folders {
      let old = folder.entries[name] ?? before[name]
      let tree = try write(inner, onto: old?.mode == .folder ? old?.id : nil)
      // A removal below a name that is a file leaves the file alone.
      if tree == nil, let old, old.mode != .folder { continue }
      changed[name] = .some(tree.map { TreeEntry(mode: .folder, id: $0) })
    }
    let merged = try merge(changed.map { ($0.key, $0.value) }, into: base)
    return merged.isEmpty ? nil : try objects.write(merged, as: .tree)
  }

  private func entries(
    at names: some Collection<[UInt8]>, in tree: ObjectID?
  ) throws(GitError) -> [[UInt8]: TreeEntry] {
    var result: [[UInt8]: TreeEntry] = [:]
    guard let tree, !names.isEmpty else { return result }
    if names.count < 8 {
      for name in names { result[name] = try objects.entry(named: name, in: tree) }
    } else {
      for (name, entry) in try objects.entries(of: tree) { result[name] = entry }
    }
    return result
  }

  private func merge(
    _ changes: [TreeMerge.Change], into base: ObjectID?
  ) throws(GitError) -> [UInt8] {
    guard let base else {
      return TreeMerge.merge(UnsafeRawBufferPointer(start: nil, count: 0), changes) ?? []
    }
    let merged = try objects.withContent(of: base, as: .tree) { TreeMerge.merge($0, changes) }
    guard let merged else { throw objects.corrupt(base, "it is not a well-formed tree") }
    return merged
  }
}
