internal import CLibgit2

/// The conversion of line ends between work tree and repository that `core.autocrlf` and
/// `.gitattributes` ask for. libgit2 runs no external filters.
extension WorkTree {
  /// What git would store for a file with these bytes.
  public func storedForm(of bytes: [UInt8], at path: GitPath) throws(GitError) -> [UInt8] {
    try convert(bytes, path, GIT_FILTER_TO_ODB)
  }

  /// What git would write to the work tree for a blob with these bytes.
  public func workTreeForm(of bytes: [UInt8], at path: GitPath) throws(GitError) -> [UInt8] {
    try convert(bytes, path, GIT_FILTER_TO_WORKTREE)
  }

  private func convert(
    _ bytes: [UInt8], _ path: GitPath, _ mode: git_filter_mode_t
  ) throws(GitError) -> [UInt8] {
    var filters: OpaquePointer?
    let flags = GIT_FILTER_ALLOW_UNSAFE.rawValue
    try Libgit2.check(
      git_filter_list_load(&filters, repository.pointer, nil, path.description, mode, flags),
      "Cannot read the line-end settings for '\(path)'")
    guard let filters else { return bytes }
    defer { git_filter_list_free(filters) }
    var output = git_buf()
    let status = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        git_filter_list_apply_to_buffer(&output, filters, text.baseAddress, text.count)
      }
    }
    defer { git_buf_dispose(&output) }
    try Libgit2.check(status, "Cannot convert the line ends of '\(path)'")
    guard let start = output.ptr else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: output.size))
  }
}
