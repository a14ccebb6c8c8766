internal import CLibgit2

/// A snapshot of a repository's configuration.
public final class Configuration {
  private let pointer: OpaquePointer

  init(of repository: Repository) throws(GitError) {
    var pointer: OpaquePointer?
    let status = git_repository_config_snapshot(&pointer, repository.pointer)
    guard status >= 0, let pointer else {
      throw Libgit2.error(status, "Cannot read the configuration")
    }
    self.pointer = pointer
  }

  deinit { git_config_free(pointer) }

  /// The last value of `name`, or nil when it is not set.
  public func string(_ name: String) throws(GitError) -> String? {
    var text: UnsafePointer<CChar>?
    let status = git_config_get_string(&text, pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.check(status, "Cannot read the setting '\(name)'")
    return text.map { String(cString: $0) }
  }

  /// The last value of `name` as a truth value in git's spellings, or nil when it is not set.
  public func bool(_ name: String) throws(GitError) -> Bool? {
    var value: Int32 = 0
    let status = git_config_get_bool(&value, pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.check(status, "Cannot read the setting '\(name)'")
    return value != 0
  }
}

extension Repository {
  /// Sets `name` in the repository's own configuration file.
  public func setConfiguration(_ name: String, to value: String) throws(GitError) {
    var pointer: OpaquePointer?
    var level: OpaquePointer?
    try Libgit2.check(
      git_repository_config(&pointer, self.pointer), "Cannot open the configuration")
    defer { git_config_free(pointer) }
    try Libgit2.check(
      git_config_open_level(&level, pointer, GIT_CONFIG_LEVEL_LOCAL),
      "Cannot open the repository's configuration")
    defer { git_config_free(level) }
    try Libgit2.check(git_config_set_string(level, name, value), "Cannot set '\(name)'")
  }
}
