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
  /// The files that differ between two trees (nil stands for the empty tree). Subtrees with the
  /// same id are never opened, so the cost follows the change and not the size of the trees.
  public func changes(
    from before: ObjectID?, to after: ObjectID?, under folder: GitPath = GitPath(bytes: []),
    maxDepth: Int = 64
  ) throws(GitError) -> [TreeChange] {
    if before == after { return [] }
    guard maxDepth > 0 else {
      throw GitError(.corrupt, "The folder '\(folder)' is nested too deeply.")
    }
    var result: [TreeChange] = []
    for (name, old, new) in try differingNames(before, after) {
      let path = folder.appending(name)
      let oldFolder = old?.mode == .folder ? old?.id : nil
      let newFolder = new?.mode == .folder ? new?.id : nil
      if oldFolder != nil || newFolder != nil {
        result += try changes(from: oldFolder, to: newFolder, under: path, maxDepth: maxDepth - 1)
      }
      let oldFile = old?.mode == .folder ? nil : old
      let newFile = new?.mode == .folder ? nil : new
      if oldFile != newFile {
        result.append(TreeChange(path: path, before: oldFile, after: newFile))
      }
    }
    return result
  }

  private typealias Difference = (name: [UInt8], before: TreeEntry?, after: TreeEntry?)

  /// The names whose entries differ, by name.
  private func differingNames(
    _ before: ObjectID?, _ after: ObjectID?
  ) throws(GitError) -> [Difference] {
    guard let before, let after else {
      let only = try entries(of: before ?? after ?? .zero)
      return only.map { ($0.name, before == nil ? nil : $0.entry, before == nil ? $0.entry : nil) }
    }
    return try withContent(of: before, as: .tree) { (old) throws(GitError) in
      try withContent(of: after, as: .tree) { (new) throws(GitError) in
        var left = TreeReader(old)
        var right = TreeReader(new)
        let result = ObjectDatabase.compare(&left, &right)
        if left.isDamaged { throw corrupt(before, "it is not a well-formed tree") }
        if right.isDamaged { throw corrupt(after, "it is not a well-formed tree") }
        return result
      }
    }
  }

  /// Both trees are sorted, but a file and a folder of the same name sort apart, so names seen on
  /// one side only are matched up at the end.
  private static func compare(_ left: inout TreeReader, _ right: inout TreeReader) -> [Difference] {
    var removed: [[UInt8]: TreeEntry] = [:]
    var result: [Difference] = []
    var old = left.next()
    var new = right.next()
    while old != nil || new != nil {
      if let a = old, let b = new, a.name.elementsEqual(b.name) {
        if a.entry != b.entry { result.append((Array(a.name), a.entry, b.entry)) }
        old = left.next()
        new = right.next()
      } else if let a = old,
        new.map({ a.sortKey().lexicographicallyPrecedes($0.sortKey()) }) ?? true
      {
        removed[Array(a.name)] = a.entry
        old = left.next()
      } else if let b = new {
        result.append((Array(b.name), nil, b.entry))
        new = right.next()
      }
    }
    return pairing(result, with: removed)
  }

  private static func pairing(
    _ found: [Difference], with removed: [[UInt8]: TreeEntry]
  ) -> [Difference] {
    var removed = removed
    var result = found.map { difference in
      difference.before == nil
        ? (difference.name, removed.removeValue(forKey: difference.name), difference.after)
        : difference
    }
    result += removed.map { ($0.key, $0.value, nil) }
    return result.sorted { $0.0.lexicographicallyPrecedes($1.0) }
  }
}
