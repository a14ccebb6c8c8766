import Foundation

/// An environment in which git and writ see nothing of the machine's settings.
public enum HermeticEnvironment {
  /// The git configuration that stands for a user's.
  ///
  /// One thread, so that what `strace` sees of a process is all of it and the same each time.
  static let configuration = """
    [user]
    \tname = Test User
    \temail = test@example.org
    [init]
    \tdefaultBranch = main
    [commit]
    \tgpgSign = false
    [gc]
    \tauto = 0
    [writ]
    \tsyncThreads = 1

    """

  /// Makes a home with a git configuration and gives the variables that go with it.
  ///
  /// - Parameter home: a folder that tests own.
  public static func make(home: String) throws -> [String: String] {
    try Files.write(home + "/.gitconfig", configuration.utf8)
    let inherited = ProcessInfo.processInfo.environment
    let folders = [Places.program.map(Places.parent), inherited["PATH"] ?? "/usr/bin:/bin"]
    var environment = [
      "HOME": home,
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": home + "/.gitconfig",
      "GIT_TERMINAL_PROMPT": "0",
      "PATH": folders.compactMap { $0 }.joined(separator: ":"),
      "LC_ALL": "C",
      "TZ": "UTC",
      "TERM": "dumb",
      "TMPDIR": FileManager.default.temporaryDirectory.path,
    ]
    for name in ["LD_LIBRARY_PATH", "ASAN_OPTIONS", "LLVM_PROFILE_FILE"] {
      environment[name] = inherited[name]
    }
    return environment
  }
}
