import Glibc
import Writ
import WritGit

/// The git command that runs a hook, as far as the system tells: on Linux by `/proc`; elsewhere
/// nothing is known but what git puts into the environment.
///
/// Git tells no hook that `git commit --amend -m` amends, nor how it cleans messages, and runs no
/// `commit-msg` for a commit that `git revert` or `git cherry-pick` makes without an editor.
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
  var isAmending: Bool { options.contains { $0.name == "amend" } }

  /// Whether `prepare-commit-msg` is the last hook before the commit, so that the message is final.
  var commitsWithoutMessageHook: Bool {
    guard let verb, !["commit", "merge"].contains(verb) else { return false }
    return hasNoEditor
  }

  /// The encoding that this call alone is told to give the message; nil where the settings say.
  var encoding: String? { CallSettings(Environment.value).string("i18n.commitencoding") }

  // MARK: Cleaning

  /// What is known of how the message will be cleaned.
  var cleaning: MessageCleaning {
    var result = MessageCleaning()
    result.isEdited = isEdited
    result.mode = options.last { $0.name == "cleanup" }?.value
    result.hasOwnSettings = CallingGit.hasOwnSettings
    result.isLeftAlone = verb.map { $0 != "commit" && $0 != "merge" } ?? false
    switch verb {
    // What is below the scissors of an unknown command is shown, as nobody else writes them.
    case nil: result.showsChanges = true
    case "commit"?:
      let told = options.last { $0.name == "verbose" || $0.name == "no-verbose" }
      result.showsChanges = told.map { $0.name == "verbose" }
    default: result.showsChanges = false
    }
    return result
  }

  /// Git tells its hooks by this that it opens no editor; so does who wants none opened.
  private var hasNoEditor: Bool { Environment.value("GIT_EDITOR") == ":" }

  private var isEdited: Bool? {
    guard hasNoEditor else {
      // Other programs that run hooks do not set what git sets for each.
      return words != nil || Environment.value("GIT_INDEX_FILE") != nil ? true : nil
    }
    guard verb == "commit" else { return nil }
    var isGiven = false
    var isAsked: Bool?
    for option in options {
      switch option.name {
      case "edit": isAsked = true
      case "no-edit": isAsked = false
      case "message", "file", "reuse-message": isGiven = true
      // Some of them open an editor.
      case "fixup", "reedit-message": return nil
      default: continue
      }
    }
    return isAsked ?? !isGiven
  }

  /// Whether settings were given with the call that say how messages are cleaned: `git -c` and its
  /// like reach no other program as they are.
  private static var hasOwnSettings: Bool {
    var names = [Environment.value("GIT_CONFIG_PARAMETERS") ?? ""]
    let count = Environment.value("GIT_CONFIG_COUNT").flatMap { Int($0) } ?? 0
    for number in 0..<min(max(count, 0), 1_000) {
      names.append(Environment.value("GIT_CONFIG_KEY_\(number)") ?? "")
    }
    return names.contains { name in
      let text = name.lowercased()
      return ["commit.cleanup", "commit.verbose", "core.comment"].contains {
        text.firstRange(of: $0) != nil
      }
    }
  }

  // MARK: Words

  /// The command, behind git's own options and their values.
  private var verb: String? { verbPlace.flatMap { place in words.map { $0[place] } } }

  private var verbPlace: Int? {
    guard let words else { return nil }
    var index = 0
    while index < words.count, words[index].hasPrefix("-") {
      let takesValue = ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"]
      index += takesValue.contains(words[index]) ? 2 : 1
    }
    return index < words.count ? index : nil
  }

  /// The options of the command that matter here, by their long names.
  private var options: [GitOption] {
    guard let words, let verbPlace else { return [] }
    return GitOption.read(words[(verbPlace + 1)...])
  }
}
