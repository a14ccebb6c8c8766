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
  /// included, ignored ones not.
  public func status(of folders: [GitPath]) throws(GitError) -> [Status] {
    var options = git_status_options()
    try Libgit2.check(
      git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)),
      "Cannot prepare to compare the work tree")
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue
    return try CStrings.with(folders.map(\.description)) { (paths) throws(GitError) in
      options.pathspec = paths
      var list: OpaquePointer?
      try Libgit2.check(
        git_status_list_new(&list, repository.pointer, &options), "Cannot compare the work tree")
      defer { git_status_list_free(list) }
      return WorkTree.read(list)
    }
  }

  private static func read(_ list: OpaquePointer?) -> [Status] {
    var result: [Status] = []
    for index in 0..<git_status_list_entrycount(list) {
      guard let entry = git_status_byindex(list, index)?.pointee else { continue }
      let delta = entry.index_to_workdir ?? entry.head_to_index
      guard let delta, let path = delta.pointee.new_file.path ?? delta.pointee.old_file.path else {
        continue
      }
      let bits = entry.status.rawValue
      result.append(
        Status(
          path: GitPath(bytes: String.bytes(of: path)),
          isStaged: bits & 0x1F != 0,
          isModified: bits & 0x1F00 != 0,
          isUntracked: bits & GIT_STATUS_WT_NEW.rawValue != 0,
          isConflicted: bits & GIT_STATUS_CONFLICTED.rawValue != 0))
    }
    return result.sorted { $0.path < $1.path }
  }
}

extension String {
  /// The bytes of a C string as they are.
  static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    var result: [UInt8] = []
    var cursor = text
    while cursor.pointee != 0 {
      result.append(UInt8(bitPattern: cursor.pointee))
      cursor += 1
    }
    return result
  }
}

/// Lends Swift strings to C as a `git_strarray`.
enum CStrings {
  static func with<Result>(
    _ strings: [String], _ body: (git_strarray) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    var storage = strings.map { Array($0.utf8CString) }
    var pointers: [UnsafeMutablePointer<CChar>?] = []
    // The inner arrays are not touched until `body` has returned, so their storage stays put.
    for index in storage.indices {
      pointers.append(storage[index].withUnsafeMutableBufferPointer { $0.baseAddress })
    }
    let count = pointers.count
    let result = pointers.withUnsafeMutableBufferPointer { buffer in
      Swift.Result { () throws(GitError) in
        try body(git_strarray(strings: buffer.baseAddress, count: count))
      }
    }
    return try withExtendedLifetime(storage) { () throws(GitError) in try result.get() }
  }
}
