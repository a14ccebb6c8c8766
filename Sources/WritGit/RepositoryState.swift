internal import CLibgit2

extension Repository {
  /// Whether the history was cut off by `git clone --depth`.
  public var isShallow: Bool {
    // libgit2 looks beside the HEAD of a linked work tree, where git does not put the list.
    FileSystem.exists(commonPath("shallow")) || git_repository_is_shallow(pointer) != 0
  }

  /// Whether part of the history is hidden: by a shallow clone, or by grafts.
  public var isCutOff: Bool { isShallow || FileSystem.exists(commonPath("info/grafts")) }

  /// Whether `git replace` shows other objects to git's users than are stored.
  public func hasReplacements() throws(GitError) -> Bool {
    try !referenceNames(startingWith: "refs/replace/").isEmpty
  }

  /// The operation that is half done in the work tree, such as a merge or a rebase; nil when none.
  public var pendingOperation: String? {
    let state = UInt32(bitPattern: git_repository_state(pointer))
    return switch git_repository_state_t(rawValue: state) {
    case GIT_REPOSITORY_STATE_NONE: nil
    case GIT_REPOSITORY_STATE_MERGE: "merge"
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: "revert"
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: "cherry-pick"
    case GIT_REPOSITORY_STATE_BISECT: "bisect"
    default: "rebase"
    }
  }
}
