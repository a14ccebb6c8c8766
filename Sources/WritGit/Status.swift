internal import CLibgit2

extension WorkTree {
  /// How a path in the work tree differs from the commit that is checked out.
  public struct Status: Sendable, Equatable {
    /// Where.
    public let path: GitPath
    /// Whether the index differs from the commit.
    public let isStaged: Bool
    /// Whether the work tree differs from the index.
    public let isModified: Bool
    /// Whether git does not know the file yet.
    public let isUntracked: Bool
    /// Whether a merge left the path in conflict.
    public let isConflicted: Bool
  }

  /// The paths at or below `folders` that differ from the checked out commit, untracked ones
  /// included, ignored ones not, sorted by path.
  ///
  /// No folders at all stands for the whole work tree.
  public func status(of folders: [GitPath]) throws(GitError) -> [Status] {
    for folder in folders { try WorkTree.refuseUnsafe(folder) }
    var options = git_status_options()
    try Libgit2.check(
      git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)),
      "Cannot prepare to compare the work tree")
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue
    return try CStrings.with(folders) { (paths) throws(GitError) in
      options.pathspec = paths
      let objects = try repository.objects()
      let list = try Libgit2.make("Cannot compare the work tree") { list in
        objects.reading { git_status_list_new(&list, repository.pointer, &options) }
      }
      defer { git_status_list_free(list) }
      let sparse = try sparsePaths()
      return WorkTree.read(list, sparse: sparse)
    }
  }

  /// The paths that a sparse checkout leaves out: libgit2 takes their absence for a removal.
  private func sparsePaths() throws(GitError) -> Set<GitPath> {
    guard try repository.configuration().bool("core.sparsecheckout") == true else { return [] }
    let index = try Libgit2.make("Cannot open the index") {
      git_repository_index(&$0, repository.pointer)
    }
    defer { git_index_free(index) }
    var result: Set<GitPath> = []
    for position in 0..<git_index_entrycount(index) {
      guard let entry = git_index_get_byindex(index, position)?.pointee, entry.isSparse,
        let path = entry.path
      else { continue }
      result.insert(GitPath(bytes: String.bytes(of: path)))
    }
    return result
  }

  private static func read(_ list: OpaquePointer, sparse: Set<GitPath>) -> [Status] {
    var result: [Status] = []
    for index in 0..<git_status_list_entrycount(list) {
      guard let entry = git_status_byindex(list, index)?.pointee else { continue }
      let delta = entry.index_to_workdir ?? entry.head_to_index
      guard let delta, let name = delta.pointee.new_file.path ?? delta.pointee.old_file.path else {
        continue
      }
      let path = GitPath(bytes: String.bytes(of: name))
      var bits = entry.status.rawValue
      if sparse.contains(path) { bits &= ~GIT_STATUS_WT_DELETED.rawValue }
      if bits == GIT_STATUS_CURRENT.rawValue { continue }
      result.append(Status(path: path, bits: bits))
    }
    return result.sorted { $0.path < $1.path }
  }
}

extension WorkTree.Status {
  fileprivate init(path: GitPath, bits: UInt32) {
    self.init(
      path: path,
      isStaged: bits & 0x1F != 0,
      isModified: bits & 0x1F00 != 0,
      isUntracked: bits & GIT_STATUS_WT_NEW.rawValue != 0,
      isConflicted: bits & GIT_STATUS_CONFLICTED.rawValue != 0)
  }
}
