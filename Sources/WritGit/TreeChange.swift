/// A file that differs between two trees.
public struct TreeChange: Sendable, Equatable {
  /// Where.
  public let path: GitPath
  /// What was there, or nil.
  public let before: TreeEntry?
  /// What is there now, or nil.
  public let after: TreeEntry?

  /// Makes a change from its parts.
  public init(path: GitPath, before: TreeEntry?, after: TreeEntry?) {
    self.path = path
    self.before = before
    self.after = after
  }
}

extension ObjectDatabase {
  /// The files that differ between two trees (nil stands for the empty tree), sorted by path.
  ///
  /// Subtrees with the same id are never opened, so the cost follows the change and not the size of
  /// the trees.
  public func changes(
    from before: ObjectID?, to after: ObjectID?, under folder: GitPath = GitPath(bytes: []),
    maxDepth: Int = GitPath.maxDepth
  ) throws(GitError) -> [TreeChange] {
    var budget = TreeBudget()
    return try changes(from: before, to: after, under: folder, maxDepth: maxDepth, &budget)
  }

  /// The same within a budget; an error where that does not suffice.
  public func changes(
    from before: ObjectID?, to after: ObjectID?, under folder: GitPath,
    maxDepth: Int = GitPath.maxDepth, _ budget: inout TreeBudget
  ) throws(GitError) -> [TreeChange] {
    var result: [TreeChange] = []
    try collect(&result, before, after, under: folder, maxDepth: maxDepth, &budget)
    return result.sorted { $0.path < $1.path }
  }

  private func collect(
    _ result: inout [TreeChange], _ before: ObjectID?, _ after: ObjectID?, under folder: GitPath,
    maxDepth: Int, _ budget: inout TreeBudget
  ) throws(GitError) {
    if before == after { return }
    guard maxDepth > 0 else {
      throw GitError(.corrupt, "The folder '\(folder)' is nested too deeply.")
    }
    for (name, old, new) in try differences(before, after, folder, &budget) {
      let path = folder.appending(name)
      let oldFolder = old?.mode == .folder ? old?.id : nil
      let newFolder = new?.mode == .folder ? new?.id : nil
      try collect(&result, oldFolder, newFolder, under: path, maxDepth: maxDepth - 1, &budget)
      let oldFile = old?.mode == .folder ? nil : old
      let newFile = new?.mode == .folder ? nil : new
      if oldFile != newFile {
        try budget.take(file: path, in: folder)
        result.append(TreeChange(path: path, before: oldFile, after: newFile))
      }
    }
  }

  /// The names in two trees (nil stands for the empty tree) whose entries differ, in Git's order;
  /// what is below them is not looked at.
  public func entryChanges(
    from before: ObjectID?, to after: ObjectID?
  ) throws(GitError) -> [(name: [UInt8], before: TreeEntry?, after: TreeEntry?)] {
    if before == after { return [] }
    var budget = TreeBudget()
    return try differences(before, after, GitPath(bytes: []), &budget)
  }

  private typealias Difference = (name: [UInt8], before: TreeEntry?, after: TreeEntry?)

  /// The names whose entries differ.
  private func differences(
    _ before: ObjectID?, _ after: ObjectID?, _ folder: GitPath, _ budget: inout TreeBudget
  ) throws(GitError) -> [Difference] {
    var spent = budget
    let result = try withTree(before) { (old) throws(GitError) in
      try withTree(after) { (new) throws(GitError) in
        try spent.take(folder: folder, bytes: old.count + new.count)
        if let before, let after, let known = alike(before, old, after, new),
          known.count <= spent.mostEntries
        {
          return known
        }
        var left = TreeReader(old)
        var right = TreeReader(new)
        let result = ObjectDatabase.compare(&left, &right, atMost: spent.mostEntries)
        if left.isDamaged, let before { throw corrupt(before, "it is not a well-formed tree") }
        if right.isDamaged, let after { throw corrupt(after, "it is not a well-formed tree") }
        return result
      }
    }
    budget = spent
    return result
  }

  /// The differences of two trees where nothing but ids is another and one of them is known to be
  /// well-formed; nil where more has to be read.
  private func alike(
    _ before: ObjectID, _ old: UnsafeRawBufferPointer, _ after: ObjectID,
    _ new: UnsafeRawBufferPointer
  ) -> [Difference]? {
    guard TreeLayouts.isWorthwhile(old, new),
      let layout = treeLayouts[before, after] ?? TreeLayout(old),
      let ranges = layout.differences(old, new)
    else { return nil }
    treeLayouts.note(before, layout)
    treeLayouts.note(after, layout)
    return ranges.compactMap { range in
      var left = TreeReader(UnsafeRawBufferPointer(rebasing: old[range]))
      var right = TreeReader(UnsafeRawBufferPointer(rebasing: new[range]))
      guard let a = left.next(), let b = right.next() else { return nil }
      return (Array(a.name), a.entry, b.entry)
    }
  }

  private func withTree(
    _ tree: ObjectID?, _ body: (UnsafeRawBufferPointer) throws(GitError) -> [Difference]
  ) throws(GitError) -> [Difference] {
    guard let tree else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    return try withContent(of: tree, as: .tree, body)
  }

  /// Both trees are sorted, so one pass finds what differs.
  ///
  /// A file that became a folder, or the other way round, may be found as two differences of one
  /// name, each with one side.
  ///
  /// - Parameter most: after so many differences nothing more is looked at.
  private static func compare(
    _ left: inout TreeReader, _ right: inout TreeReader, atMost most: Int
  ) -> [Difference] {
    var result: [Difference] = []
    var old = left.next()
    // Most of two trees of one history is the same, name by name.
    while result.count < most, let item = old, let id = right.takeLike(item) {
      if id != item.entry.id {
        result.append((Array(item.name), item.entry, TreeEntry(mode: item.entry.mode, id: id)))
      }
      old = left.next()
    }
    right.catchUp()
    var new = right.next()
    while result.count < most, old != nil || new != nil {
      let order = TreeReader.order(old, new)
      if order == 0 {
        if let a = old, let b = new, a.entry != b.entry {
          result.append((Array(a.name), a.entry, b.entry))
        }
      } else if let only = order < 0 ? old : new {
        let isOld = order < 0
        result.append((Array(only.name), isOld ? only.entry : nil, isOld ? nil : only.entry))
      }
      if order <= 0 { old = left.next() }
      if order >= 0 { new = right.next() }
    }
    return result
  }
}

extension TreeReader {
  /// Which of two items comes first in a walk of both trees; the end comes last.
  fileprivate static func order(_ left: Item?, _ right: Item?) -> Int32 {
    guard let left else { return 1 }
    guard let right else { return -1 }
    return left.key.order(right.key)
  }
}
