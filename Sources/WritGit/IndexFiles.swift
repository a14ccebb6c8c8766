internal import CLibgit2

extension Repository {
  /// The files that the index stands for at or below `folders`, read without writing anything.
  ///
  /// What is only intended to be added is left out, as in a commit; a conflict is an error.
  public func stagedFiles(
    under folders: [GitPath]
  ) throws(GitError) -> [(path: GitPath, entry: TreeEntry)] {
    let index = try Libgit2.make("Cannot open the index") {
      git_repository_index(&$0, pointer)
    }
    defer { git_index_free(index) }
    // The repository keeps the index that it read first.
    try Libgit2.check(git_index_read(index, 0), "Cannot read the index")
    var result: [(path: GitPath, entry: TreeEntry)] = []
    for position in 0..<git_index_entrycount(index) {
      guard let native = git_index_get_byindex(index, position)?.pointee, let text = native.path
      else { continue }
      let path = GitPath(bytes: String.bytes(of: text))
      guard folders.contains(where: path.isInside), !native.isOnlyIntended else { continue }
      result.append((path, try native.entry(at: path)))
    }
    return result
  }
}

extension git_index_entry {
  /// Whether `git add --intent-to-add` made the entry.
  var isOnlyIntended: Bool {
    UInt32(flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0
  }

  /// Whether a sparse checkout leaves the entry out of the work tree.
  var isSparse: Bool { UInt32(flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0 }

  /// Whether a merge left the entry as one of several sides.
  var isConflict: Bool { UInt32(flags) & 0x3000 != 0 }

  fileprivate func entry(at path: GitPath) throws(GitError) -> TreeEntry {
    guard !isConflict else {
      throw GitError(
        .invalid, "'\(path)' is in conflict in the index.",
        hint: "resolve the conflict and run 'git add'")
    }
    guard let mode = TreeEntry.Mode(bits: mode) else {
      throw GitError(.corrupt, "'\(path)' has an unknown mode in the index.")
    }
    return TreeEntry(mode: mode, id: ObjectID(id))
  }
}
