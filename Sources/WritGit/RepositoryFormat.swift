internal import CLibgit2

/// What a repository's extensions ask for, where libgit2 1.5 knows no more than their names.
enum RepositoryFormat {
  /// Refuses what cannot be read rightly, reads the settings of the work tree, and tells whether
  /// these say that the repository is bare.
  static func adjust(_ pointer: OpaquePointer) throws(GitError) -> Bool {
    let settings = try Configuration(of: pointer)
    try refuseForeign(settings)
    guard try settings.bool("extensions.worktreeconfig") == true else { return false }
    return try readWorkTreeSettings(pointer)
  }

  /// git heeds `partialClone` in repositories of version 0 too, where libgit2 looks at no extension.
  private static func refuseForeign(_ settings: Configuration) throws(GitError) {
    if let format = try settings.string("extensions.objectformat"), format.lowercased() != "sha1" {
      throw GitError(
        .unsupported, "The repository stores objects by \(format), which libgit2 1.5 cannot read.",
        hint: "use a repository with the default object format, SHA-1")
    }
    if let format = try settings.string("extensions.refstorage"), format.lowercased() != "files" {
      throw GitError(
        .unsupported, "The repository stores references by \(format), which libgit2 cannot read.",
        hint: "run 'git refs migrate --ref-format=files'")
    }
    if let remote = try settings.string("extensions.partialclone") {
      throw GitError(
        .unsupported, "The repository is a partial clone of '\(remote)': objects are missing.",
        hint: "use a full clone, without --filter")
    }
  }

  /// libgit2 1.5 does not read `config.worktree`, where git keeps what differs between work trees:
  /// sparse checkouts, and then also whether the main repository is bare and where its files are.
  private static func readWorkTreeSettings(_ pointer: OpaquePointer) throws(GitError) -> Bool {
    guard let folder = git_repository_path(pointer).map({ String(cString: $0) }) else {
      return false
    }
    let path = folder + "config.worktree"
    guard FileSystem.exists(path) else { return false }
    let attempted = "Cannot read the settings of the work tree"
    let config = try Libgit2.make(attempted) { git_repository_config(&$0, pointer) }
    defer { git_config_free(config) }
    // The level above the repository's own file, as in git.
    try Libgit2.check(
      git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_APP, pointer, 0), attempted)
    if git_repository_is_worktree(pointer) == 1 { return false }
    let settings = try Configuration(of: pointer)
    if try settings.bool("core.bare") == true { return true }
    if let place = try settings.string("core.worktree") {
      let full = place.utf8.first == UInt8(ascii: "/") ? place : folder + place
      try Libgit2.check(git_repository_set_workdir(pointer, full, 0), attempted)
    }
    return false
  }
}
