/// Makes a new tree from an old one by changing some paths, without an index: only the folders on
/// the way to those paths are read and written.
public struct TreeEditor {
  private let objects: ObjectDatabase
  private var root = FolderChange()

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
    _ components: ArraySlice<[UInt8]>, to entry: TreeEntry?, in folder: inout FolderChange
  ) {
    guard let first = components.first else { return }
    let place = folder.place(of: first)
    if components.count == 1 {
      folder.names[place].entry = .some(entry)
      folder.names[place].below = nil
    } else {
      var below = folder.names[place].below ?? FolderChange()
      folder.names[place].below = nil
      set(components.dropFirst(), to: entry, in: &below)
      folder.names[place].below = below
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

  private func write(
    _ folder: FolderChange, onto base: ObjectID?
  ) throws(GitError) -> ObjectID? {
    var changes: [TreeMerge.Change] = []
    let known = try entries(for: folder, in: base)
    for name in folder.names {
      guard let below = name.below else {
        if let entry = name.entry { changes.append((name.name, entry)) }
        continue
      }
      var old = known[name.name]
      if let entry = name.entry {
        old = entry
      } else if known.isEmpty, let base {
        old = try objects.entry(named: name.name[...], in: base)
      }
      let tree = try write(below, onto: old?.mode == .folder ? old?.id : nil)
      if let tree {
        changes.append((name.name, TreeEntry(mode: .folder, id: tree)))
      } else if let entry = name.entry, entry != nil, entry?.mode != .folder {
        changes.append((name.name, entry))
      } else if old == nil || old?.mode == .folder {
        // A removal below a name that is a file leaves the file alone.
        changes.append((name.name, nil))
      }
    }
    let merged = try merge(changes, into: base)
    return merged.isEmpty ? nil : try objects.write(merged, as: .tree)
  }

  /// All entries of a tree of which many names are asked for; none for few, which are looked up.
  private func entries(
    for folder: FolderChange, in tree: ObjectID?
  ) throws(GitError) -> [[UInt8]: TreeEntry] {
    guard let tree, folder.names.count(where: { $0.below != nil }) > 8 else { return [:] }
    var result: [[UInt8]: TreeEntry] = [:]
    for (name, entry) in try objects.entries(of: tree) { result[name] = entry }
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
