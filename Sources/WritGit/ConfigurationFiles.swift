internal import CLibgit2

/// The configuration files of the user and the machine that the environment names in place of the
/// ordinary ones, as git has it since 2.32; libgit2 does not look at these variables.
enum ConfigurationFiles {
  /// Lets libgit2 find none of the files that others are named for.
  static func hideReplaced() {
    if replacesSystem {
      hide(GIT_CONFIG_LEVEL_SYSTEM)
      hide(GIT_CONFIG_LEVEL_PROGRAMDATA)
    }
    guard let named = RepositoryEnvironment.variable("GIT_CONFIG_GLOBAL") else { return }
    hide(GIT_CONFIG_LEVEL_XDG)
    guard let home, named != home + "/.gitconfig" else { return }
    // libgit2 finds the home by the same path, so it stays where there is nothing to hide.
    if FileSystem.exists(home + "/.gitconfig") { hide(GIT_CONFIG_LEVEL_GLOBAL) }
  }

  private static var home: String? { RepositoryEnvironment.variable("HOME") }

  private static func hide(_ level: git_config_level_t) {
    _ = writ_libgit2_set_search_path(level.rawValue, "")
  }

  /// Adds the files that are named to a configuration.
  static func add(
    to configuration: OpaquePointer, of repository: OpaquePointer? = nil
  ) throws(GitError) {
    if !isWithoutSystem {
      try add("GIT_CONFIG_SYSTEM", GIT_CONFIG_LEVEL_SYSTEM, configuration, repository)
    }
    try add("GIT_CONFIG_GLOBAL", GIT_CONFIG_LEVEL_GLOBAL, configuration, repository)
  }

  /// The same for the configuration that a repository keeps.
  static func add(toThatOf repository: OpaquePointer) throws(GitError) {
    guard replacesSystem || RepositoryEnvironment.variable("GIT_CONFIG_GLOBAL") != nil else {
      return
    }
    let configuration = try Libgit2.make("Cannot open the configuration") {
      git_repository_config(&$0, repository)
    }
    defer { git_config_free(configuration) }
    try add(to: configuration, of: repository)
  }

  /// Whether one of the named files lists a folder, or all, in `safe.directory`; the next repository
  /// is then opened whoever it belongs to.
  static func trust(_ folder: String) throws(GitError) -> Bool {
    var files: [String] = []
    if !isWithoutSystem {
      files += RepositoryEnvironment.variable("GIT_CONFIG_SYSTEM").map { [$0] } ?? []
    }
    files += RepositoryEnvironment.variable("GIT_CONFIG_GLOBAL").map { [$0] } ?? []
    var trusted: [String] = []
    for path in files where FileSystem.exists(path) && path != "/dev/null" {
      let file = try Libgit2.make("Cannot read '\(path)'") { git_config_open_ondisk(&$0, path) }
      for value in try Configuration(owning: file).strings(matching: "^safe\\.directory$") {
        if value.isEmpty { trusted = [] } else { trusted.append(value) }
      }
    }
    guard trusted.contains(where: { $0 == "*" || $0.utf8.elementsEqual(folder.utf8) }) else {
      return false
    }
    _ = writ_libgit2_set_owner_validation(0)
    return true
  }

  private static func add(
    _ variable: String, _ level: git_config_level_t, _ configuration: OpaquePointer,
    _ repository: OpaquePointer?
  ) throws(GitError) {
    guard let path = RepositoryEnvironment.variable(variable), !path.isEmpty, path != "/dev/null",
      level != GIT_CONFIG_LEVEL_GLOBAL || path != home.map({ $0 + "/.gitconfig" })
    else { return }
    let status = Libgit2.call {
      git_config_add_file_ondisk(configuration, path, level, repository, 1)
    }
    try Libgit2.judge(status, "Cannot read the file that \(variable) names")
  }

  private static var replacesSystem: Bool {
    isWithoutSystem || RepositoryEnvironment.variable("GIT_CONFIG_SYSTEM") != nil
  }

  private static var isWithoutSystem: Bool {
    guard let value = RepositoryEnvironment.variable("GIT_CONFIG_NOSYSTEM") else { return false }
    return !["", "0", "false", "no", "off"].contains(value.lowercased())
  }
}
