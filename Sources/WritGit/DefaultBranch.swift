internal import CLibgit2

extension Repository {
  /// The name that the first branch of a new repository gets: `init.defaultBranch`, or `main`.
  public static func defaultBranch() throws(GitError) -> String {
    try Configuration.ofUser().string("init.defaultbranch") ?? "main"
  }
}

extension Configuration {
  /// The configuration of the user and the system, before there is a repository.
  public static func ofUser() throws(GitError) -> Configuration {
    Libgit2.start()
    let levels = try Libgit2.make("Cannot open the configuration") { git_config_open_default(&$0) }
    defer { git_config_free(levels) }
    try ConfigurationFiles.add(to: levels)
    return Configuration(
      owning: try Libgit2.make("Cannot read the configuration") { git_config_snapshot(&$0, levels) }
    )
  }
}
