internal import CLibgit2
internal import Glibc

/// An open repository. Not `Sendable`: open one for each task, which costs a fraction of a
/// millisecond.
public final class Repository {
  let pointer: OpaquePointer

  /// The git directory of this work tree, without a slash at the end.
  public let gitDirectory: String
  /// The directory that all work trees of the repository share: objects, refs, writ's caches.
  public let commonDirectory: String
  /// The top of the work tree, or nil when the repository is bare.
  public let workTree: String?
  /// Whether it was opened by the environment, as in a hook.
  let usesEnvironment: Bool
  /// Whether writes are synced to the disk before they count (the default).
  public var isDurable = true

  private var openObjects: ObjectDatabase?

  private init(owning pointer: OpaquePointer, environment: Bool) {
    self.pointer = pointer
    usesEnvironment = environment
    gitDirectory = Repository.path(git_repository_path(pointer)) ?? ""
    commonDirectory = Repository.path(git_repository_commondir(pointer)) ?? ""
    workTree = Repository.path(git_repository_workdir(pointer))
  }

  deinit { git_repository_free(pointer) }

  /// Opens the repository that holds `path`, looking upwards as git does. With
  /// `environment`, `GIT_DIR`, `GIT_INDEX_FILE` and the object directories of a hook's quarantine
  /// are honoured.
  public static func open(
    at path: String = ".", environment: Bool = false
  ) throws(GitError) -> Repository {
    Libgit2.start()
    var pointer: OpaquePointer?
    let flags = environment ? GIT_REPOSITORY_OPEN_FROM_ENV.rawValue : 0
    // The environment is only read when no path is given.
    let status =
      environment
      ? git_repository_open_ext(&pointer, nil, flags, nil)
      : git_repository_open_ext(&pointer, path, flags, nil)
    guard status >= 0, let pointer else {
      throw explain(Libgit2.error(status, "Cannot open the repository at '\(path)'"), path)
    }
    return try wrapping(pointer, environment: environment)
  }

  /// Makes a new repository at `path`; its first branch is `branch`.
  public static func create(
    at path: String, bare: Bool, branch: String
  ) throws(GitError) -> Repository {
    Libgit2.start()
    var pointer: OpaquePointer?
    var options = git_repository_init_options()
    try Libgit2.check(
      git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)),
      "Cannot prepare a new repository")
    options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    if bare { options.flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
    let status = branch.withCString { name in
      options.initial_head = name
      return git_repository_init_ext(&pointer, path, &options)
    }
    guard status >= 0, let pointer else {
      throw Libgit2.error(status, "Cannot create a repository at '\(path)'")
    }
    return try wrapping(pointer, environment: false)
  }

  private static func wrapping(
    _ pointer: OpaquePointer, environment: Bool
  ) throws(GitError) -> Repository {
    let repository = Repository(owning: pointer, environment: environment)
    try repository.refuseForeignFormats()
    repository.isDurable = try repository.configuration().bool("writ.fsync") ?? true
    return repository
  }

  /// The extension names are accepted at start (see `Libgit2`); their values are judged here.
  private func refuseForeignFormats() throws(GitError) {
    let format = try configuration().string("extensions.objectformat")
    guard let format, format.lowercased() != "sha1" else { return }
    throw GitError(
      .unsupported, "The repository stores objects by \(format), which libgit2 1.5 cannot read.",
      hint: "use a repository with the default object format, SHA-1")
  }

  private static func explain(_ error: GitError, _ path: String) -> GitError {
    guard error.code == .notFound else { return error }
    return GitError(
      .notARepository, "'\(path)' is not inside a Git repository.",
      hint: "run 'writ init' to make one here, or name another folder with -C")
  }

  private static func path(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    var path = String(cString: text)
    while path.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return path
  }

  /// Whether the repository has no work tree.
  public var isBare: Bool { workTree == nil }

  /// Whether the history was cut off by `git clone --depth`.
  public var isShallow: Bool { git_repository_is_shallow(pointer) != 0 }

  /// The object database.
  public func objects() throws(GitError) -> ObjectDatabase {
    if let openObjects { return openObjects }
    let opened = try ObjectDatabase(of: self)
    openObjects = opened
    return opened
  }

  /// The configuration, all levels merged as git merges them.
  public func configuration() throws(GitError) -> Configuration { try Configuration(of: self) }

  /// The operation that is half done in the work tree, such as a merge or a rebase; nil when none.
  public var pendingOperation: String? {
    switch git_repository_state_t(rawValue: UInt32(git_repository_state(pointer))) {
    case GIT_REPOSITORY_STATE_NONE: nil
    case GIT_REPOSITORY_STATE_MERGE: "merge"
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: "revert"
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: "cherry-pick"
    case GIT_REPOSITORY_STATE_BISECT: "bisect"
    default: "rebase"
    }
  }

  /// A path below the git directory of this work tree.
  public func gitPath(_ name: String) -> String { "\(gitDirectory)/\(name)" }

  /// A path below the directory that all work trees share.
  public func commonPath(_ name: String) -> String { "\(commonDirectory)/\(name)" }
}
