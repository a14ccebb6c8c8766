internal import CLibgit2

/// A snapshot of a repository's configuration.
public final class Configuration {
  private let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  init(of repository: OpaquePointer) throws(GitError) {
    pointer = try Libgit2.make("Cannot read the configuration") {
      git_repository_config_snapshot(&$0, repository)
    }
  }

  deinit { git_config_free(pointer) }

  /// The last value of `name`, or nil when it is not set.
  public func string(_ name: String) throws(GitError) -> String? {
    try Libgit2.refuseNUL(name)
    var text: UnsafePointer<CChar>?
    let status = Libgit2.call { git_config_get_string(&text, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the setting '\(name)'")
    return text.map { String(cString: $0) }
  }

  /// The last value of `name` as a path, `~/` resolved as git does, or nil when it is not set.
  public func path(_ name: String) throws(GitError) -> String? {
    guard let text = try string(name) else { return nil }
    guard text.utf8.first == UInt8(ascii: "~") else { return text }
    guard text.utf8.starts(with: "~/".utf8), let home = RepositoryEnvironment.variable("HOME")
    else {
      throw GitError(
        .invalid, "The setting '\(name)' begins with '~', and whose home that is is not known.",
        hint: "write the whole path, or set HOME")
    }
    return home + text.dropFirst()
  }

  /// The last value of `name` when it does not come from the repository itself: its own
  /// configuration may name no program that is run.
  public func stringOutsideRepository(_ name: String) throws(GitError) -> String? {
    try Libgit2.refuseNUL(name)
    var entry: UnsafeMutablePointer<git_config_entry>?
    let status = Libgit2.call { git_config_get_entry(&entry, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the setting '\(name)'")
    defer { git_config_entry_free(entry) }
    guard let found = entry?.pointee, found.level.rawValue < GIT_CONFIG_LEVEL_LOCAL.rawValue else {
      return nil
    }
    return found.value.map { String(cString: $0) }
  }

  /// The values of all settings whose names match a regular expression.
  public func strings(matching pattern: String) throws(GitError) -> [String] {
    try Libgit2.refuseNUL(pattern)
    var iterator: OpaquePointer?
    let status = Libgit2.call { git_config_iterator_glob_new(&iterator, pointer, pattern) }
    try Libgit2.judge(status, "Cannot read the settings '\(pattern)'")
    defer { git_config_iterator_free(iterator) }
    var values: [String] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while true {
      let status = Libgit2.call { git_config_next(&entry, iterator) }
      if status == GIT_ITEROVER.rawValue { return values }
      try Libgit2.judge(status, "Cannot read the settings '\(pattern)'")
      if let text = entry?.pointee.value { values.append(String(cString: text)) }
    }
  }

  /// The remote that promised to give objects later on, as a partial clone has it; nil without one.
  public func promisor() throws(GitError) -> String? {
    let attempted = "Cannot read the settings of remotes"
    var iterator: OpaquePointer?
    // Git takes either for the mark.
    let pattern = "^remote\\..+\\.(promisor|partialclonefilter)$"
    let status = Libgit2.call { git_config_iterator_glob_new(&iterator, pointer, pattern) }
    try Libgit2.judge(status, attempted)
    defer { git_config_iterator_free(iterator) }
    var entry: UnsafeMutablePointer<git_config_entry>?
    while true {
      let status = Libgit2.call { git_config_next(&entry, iterator) }
      if status == GIT_ITEROVER.rawValue { return nil }
      try Libgit2.judge(status, attempted)
      guard let name = entry?.pointee.name.map({ String(cString: $0) }) else { continue }
      if name.hasSuffix(".promisor"), try bool(name) != true { continue }
      let words = name.split(separator: ".", omittingEmptySubsequences: false)
      return words.dropFirst().dropLast().joined(separator: ".")
    }
  }

  /// The last value of `name` as a truth value in git's spellings, or nil when it is not set.
  public func bool(_ name: String) throws(GitError) -> Bool? {
    try Libgit2.refuseNUL(name)
    var value: Int32 = 0
    let status = Libgit2.call { git_config_get_bool(&value, pointer, name) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try Libgit2.judge(status, "Cannot read the setting '\(name)'")
    return value != 0
  }
}

extension Repository {
  /// Sets `name` in the repository's own configuration file.
  public func setConfiguration(_ name: String, to value: String) throws(GitError) {
    try Libgit2.refuseNUL(name)
    try Libgit2.refuseNUL(value)
    let merged = try Libgit2.make("Cannot open the configuration") {
      git_repository_config(&$0, pointer)
    }
    defer { git_config_free(merged) }
    let own = try Libgit2.make("Cannot open the repository's configuration") {
      git_config_open_level(&$0, merged, GIT_CONFIG_LEVEL_LOCAL)
    }
    defer { git_config_free(own) }
    try Libgit2.check(git_config_set_string(own, name, value), "Cannot set '\(name)'")
    forgetConfiguration()
  }
}
