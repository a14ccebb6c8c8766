import Glibc
import WritGit

/// The git command that runs a hook, as far as the system tells: on Linux by `/proc`; elsewhere
/// nothing is known.
///
/// Git tells no hook that `git commit --amend -m` amends, and runs no `commit-msg` for a commit
/// that `git revert` or `git cherry-pick` makes without an editor.
struct CallingGit {
  /// The words after `git`; nil when nothing is known.
  private let words: [String]?

  /// Looks at the process that started this one: the shim of a hook replaces itself by writ.
  static func parent() -> CallingGit {
    // Unreadable means unknown: then the hooks know what git tells them, and the server judges.
    let bytes = try? FileSystem.read("/proc/\(getppid())/cmdline", limit: 1 << 20)
    let words = (bytes ?? []).split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    let isGit = words.first?.split(separator: "/").last == "git"
    return CallingGit(words: isGit ? Array(words.dropFirst()) : nil)
  }

  /// Whether a commit is being amended.
  ///
  /// Git takes any beginning of the option that is its own.
  var isAmending: Bool {
    let options = words?.prefix { $0 != "--" } ?? []
    return options.contains { $0.count >= 4 && "--amend".hasPrefix($0) }
  }

  /// Whether `prepare-commit-msg` is the last hook before the commit, so that the message is final.
  var commitsWithoutMessageHook: Bool {
    guard let verb, !["commit", "merge"].contains(verb) else { return false }
    return Environment.value("GIT_EDITOR") == ":"
  }

  /// The command, behind git's own options and their values.
  private var verb: String? {
    guard let words else { return nil }
    var index = 0
    while index < words.count, words[index].hasPrefix("-") {
      let takesValue = ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"]
      index += takesValue.contains(words[index]) ? 2 : 1
    }
    return index < words.count ? words[index] : nil
  }
}
