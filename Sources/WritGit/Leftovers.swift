internal import Glibc

extension Repository {
  /// The files that killed processes of writ left: locks that carry its mark, indexes that were
  /// prepared, and files under temporary names.
  ///
  /// The caller keeps other processes of writ from writing meanwhile. Locks of single references
  /// are looked for at and below `references`. The files are to be removed in this order.
  public func leftovers(lockedReferences references: String) throws(GitError) -> [String] {
    try StagedIndex.leftovers(of: indexPath) + deletionLocks(below: references)
      + FileSystem.leftovers(in: writFolder)
  }

  /// The locks of a deletion, that of `packed-refs` last: who deletes holds it as long as any other,
  /// so that where it is missing no folder of references need be listed.
  private func deletionLocks(below references: String) throws(GitError) -> [String] {
    let packed = commonPath("packed-refs")
    guard try LockFile.isMarked(of: packed) else { return [] }
    var result: [String] = []
    for entry in try FileSystem.entries(in: commonPath(references))
    where entry.name.hasSuffix(".lock") {
      let target = commonPath("\(references)/\(entry.name.dropLast(5))")
      if try LockFile.isMarked(of: target) { result.append("\(target).lock") }
    }
    return result + ["\(packed).lock"]
  }

  /// Whether `packed-refs` or the index is locked, by whomever.
  public var hasSharedLock: Bool {
    FileSystem.exists(commonPath("packed-refs.lock")) || FileSystem.exists("\(indexPath).lock")
  }
}

extension FileSystem {
  /// The files in a folder that a process which is no more was about to put in place.
  public static func leftovers(in folder: String) throws(GitError) -> [String] {
    try names(in: folder)
      .filter { TemporaryName.isTemporary($0) && TemporaryName.isLeftover(lastPart(of: $0)) }
      .map { "\(folder)/\($0)" }
  }

  /// `12-3.new` of `name.json.12-3.new`.
  private static func lastPart(of name: String) -> Substring {
    let parts = name.split(separator: ".")
    guard parts.count > 2 else { return name[...] }
    return name[parts[parts.count - 2].startIndex...]
  }
}
