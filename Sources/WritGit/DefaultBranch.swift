internal import CLibgit2

extension Repository {
  /// The name that the first branch of a new repository gets: `init.defaultBranch`, or `main`.
  public static func defaultBranch() throws(GitError) -> String {
    Libgit2.start()
    var configuration: OpaquePointer?
    let status = git_config_open_default(&configuration)
    guard status >= 0, let configuration else { return "main" }
    defer { git_config_free(configuration) }
    var text = git_buf()
    defer { git_buf_dispose(&text) }
    guard git_config_get_string_buf(&text, configuration, "init.defaultbranch") == 0,
      let start = text.ptr
    else { return "main" }
    return String(cString: start)
  }
}
