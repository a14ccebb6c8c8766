extension ObjectDatabase {
  /// The entries of a tree in Git's order.
  public func entries(
    of tree: ObjectID
  ) throws(GitError) -> [(name: [UInt8], entry: TreeEntry)] {
    try withContent(of: tree, as: .tree) { (content) throws(GitError) in
      var reader = TreeReader(content)
      let result = reader.all()
      if reader.isDamaged { throw corrupt(tree, "it is not a well-formed tree") }
      return result
    }
  }

  /// The entry of one name in a tree, or nil when the tree has no such name.
  func entry(
    named name: ArraySlice<UInt8>, in tree: ObjectID
  ) throws(GitError) -> TreeEntry? {
    if packs == nil, let known = remembered(tree) {
      return known.first { $0.name[...] == name }?.entry
    }
    if let known = busyTrees.entry(name, in: tree) { return known.entry }
    return try withContent(of: tree, as: .tree) { (content) throws(GitError) in
      busyTrees.note(tree, content)
      var reader = TreeReader(content)
      // Packs keep the trees that were read last themselves.
      guard packs != nil || content.count > ObjectDatabase.smallTreeSize else {
        let entries = reader.all()
        if reader.isDamaged { throw corrupt(tree, "it is not a well-formed tree") }
        remember(entries, of: tree)
        return entries.first { $0.name[...] == name }?.entry
      }
      let found = name.withUnsafeBytes { reader.find($0) }
      if reader.isDamaged { throw corrupt(tree, "it is not a well-formed tree") }
      return found
    }
  }

  /// The top of a policy repository is asked for several names in each commit.
  private func remember(_ entries: [(name: [UInt8], entry: TreeEntry)], of tree: ObjectID) {
    if smallTrees.isEmpty {
      smallTrees = Array(repeating: nil, count: ObjectDatabase.smallTreesKept)
    }
    smallTrees[tree.lastByte] = (tree, entries)
  }

  private func remembered(_ tree: ObjectID) -> [(name: [UInt8], entry: TreeEntry)]? {
    guard !smallTrees.isEmpty, let known = smallTrees[tree.lastByte], known.tree == tree else {
      return nil
    }
    return known.entries
  }

  private static let smallTreeSize = 400
  private static let smallTreesKept = 256

  /// The entries of some names in a tree, each nil when the tree has no such name; the tree is read
  /// once.
  public func entries(named names: [[UInt8]], in tree: ObjectID) throws(GitError) -> [TreeEntry?] {
    try withContent(of: tree, as: .tree) { (content) throws(GitError) in
      var reader = TreeReader(content)
      var found: [TreeEntry?] = names.map { _ in nil }
      while let item = reader.next() {
        for (place, name) in names.enumerated() where item.name.elementsEqual(name) {
          found[place] = item.entry
        }
      }
      if reader.isDamaged { throw corrupt(tree, "it is not a well-formed tree") }
      return found
    }
  }

  /// The entry at a path below a tree, or nil when there is none.
  public func entry(at path: GitPath, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var current = TreeEntry(mode: .folder, id: tree)
    var rest = path.bytes[...]
    while true {
      let component = rest.prefix { $0 != UInt8(ascii: "/") }
      guard current.mode == .folder,
        let next = try entry(named: component, in: current.id)
      else { return nil }
      current = next
      if component.endIndex == rest.endIndex { return current }
      rest = rest[(component.endIndex + 1)...]
    }
  }

  /// Every file, link and submodule below a tree, in Git's order.
  ///
  /// Folders nested deeper than `maxDepth` are an error.
  public func files(
    in tree: ObjectID, under folder: GitPath = GitPath(bytes: []), maxDepth: Int = GitPath.maxDepth
  ) throws(GitError) -> [(path: GitPath, entry: TreeEntry)] {
    var budget = TreeBudget()
    return try files(in: tree, under: folder, maxDepth: maxDepth, &budget)
  }

  /// The same within a budget; an error where that does not suffice.
  public func files(
    in tree: ObjectID, under folder: GitPath, maxDepth: Int = GitPath.maxDepth,
    _ budget: inout TreeBudget
  ) throws(GitError) -> [(path: GitPath, entry: TreeEntry)] {
    var result: [(path: GitPath, entry: TreeEntry)] = []
    try collect(&result, tree, under: folder, maxDepth: maxDepth, &budget)
    return result
  }

  private func collect(
    _ result: inout [(path: GitPath, entry: TreeEntry)], _ tree: ObjectID, under folder: GitPath,
    maxDepth: Int, _ budget: inout TreeBudget
  ) throws(GitError) {
    guard maxDepth > 0 else { throw corrupt(tree, "its folders are nested too deeply") }
    var spent = budget
    let entries = try withContent(of: tree, as: .tree) { (content) throws(GitError) in
      try spent.take(folder: folder, bytes: content.count)
      var reader = TreeReader(content)
      var entries: [(name: [UInt8], entry: TreeEntry)] = []
      while entries.count < spent.mostEntries, let item = reader.next() {
        entries.append((Array(item.name), item.entry))
      }
      if reader.isDamaged { throw corrupt(tree, "it is not a well-formed tree") }
      return entries
    }
    budget = spent
    for (name, entry) in entries {
      let path = folder.appending(name)
      if entry.mode == .folder {
        try collect(&result, entry.id, under: path, maxDepth: maxDepth - 1, &budget)
      } else {
        try budget.take(file: path, in: folder)
        result.append((path, entry))
      }
    }
  }
}
