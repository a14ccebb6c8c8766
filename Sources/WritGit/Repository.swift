internal import CLibgit2

/// An open repository.
///
/// Not `Sendable`: open one for each task, which costs a fraction of a millisecond.
public final class Repository {
  let pointer: OpaquePointer

  /// The git directory of this work tree, without a slash at the end.
  public let gitDirectory: String
  /// The directory that all work trees of the repository share: objects, refs, writ's caches.
  public let commonDirectory: String
  /// The top of the work tree, or nil when the repository is bare.
  public let workTree: String?
  /// The index of this work tree, or the one that a hook was given.
  public let indexPath: String
  /// The namespace of references that a hook is called for (`GIT_NAMESPACE`), or nil.
  public let namespace: String?

  private let isOfEnvironment: Bool
  private let settings: RepositorySettings
  private var openObjects: ObjectDatabase?
  private var readConfiguration: Configuration?

  /// Takes over `pointer`, which is freed even when this throws.
  init(owning pointer: OpaquePointer, environment: Bool) throws(GitError) {
    let places: Places
    do throws(GitError) {
      try ConfigurationFiles.add(toThatOf: pointer)
      let isBare = try RepositoryFormat.adjust(pointer)
      places = try Places(of: pointer, isBare: isBare)
    } catch {
      git_repository_free(pointer)
      throw error
    }
    self.pointer = pointer
    gitDirectory = places.gitDirectory
    commonDirectory = places.commonDirectory
    workTree = places.workTree
    isOfEnvironment = environment
    let variable = environment ? RepositoryEnvironment.variable : { _ in nil }
    indexPath = variable("GIT_INDEX_FILE") ?? "\(gitDirectory)/index"
    namespace = variable("GIT_NAMESPACE").flatMap { $0.isEmpty ? nil : $0 }
    settings = RepositorySettings(
      objectFolder: variable("GIT_OBJECT_DIRECTORY") ?? "\(commonDirectory)/objects",
      isRedirected: variable("GIT_OBJECT_DIRECTORY") != nil)
    settings.configuration = try configuration()
    isDurable = try configuration().bool("writ.fsync") ?? true
    if let threads = try configuration().string("writ.syncthreads").flatMap({ Int($0) }) {
      settings.syncThreads = min(max(threads, 1), 16)
    }
  }

  deinit { git_repository_free(pointer) }

  /// Whether writes are synced to the disk before they count (the default).
  public var isDurable: Bool {
    get { settings.isDurable }
    set { settings.isDurable = newValue }
  }

  /// Whether the repository has no work tree.
  public var isBare: Bool { workTree == nil }

  /// The object database.
  public func objects() throws(GitError) -> ObjectDatabase {
    if let openObjects { return openObjects }
    let opened = try ObjectDatabase(of: self, settings: settings)
    openObjects = opened
    return opened
  }

  /// The folder that new objects go to.
  var objectFolder: String { settings.objectFolder }

  /// The folders of objects that a hook is told of besides.
  var otherObjectFolders: [String] {
    guard isOfEnvironment else { return [] }
    let named = RepositoryEnvironment.variable("GIT_ALTERNATE_OBJECT_DIRECTORIES") ?? ""
    return named.split(separator: ":").map(String.init)
  }

  /// How to open the same repository once more, for another thread.
  public var opening: Opening { Opening(path: gitDirectory, environment: isOfEnvironment) }

  /// What it takes to open a repository.
  public struct Opening: Sendable {
    let path: String
    let environment: Bool

    /// Opens the repository.
    public func open() throws(GitError) -> Repository {
      try Repository.open(at: path, environment: environment)
    }
  }

  /// The configuration, all levels merged as git merges them, as it was when first asked for.
  public func configuration() throws(GitError) -> Configuration {
    if let readConfiguration { return readConfiguration }
    let read = try Configuration(of: pointer)
    readConfiguration = read
    return read
  }

  /// Lets the configuration be read anew.
  func forgetConfiguration() { readConfiguration = nil }

  /// A path below the git directory of this work tree.
  public func gitPath(_ name: String) -> String { "\(gitDirectory)/\(name)" }

  /// A path below the directory that all work trees share.
  public func commonPath(_ name: String) -> String { "\(commonDirectory)/\(name)" }
}

extension Repository {
  /// Opens the repository that holds `path`, looking upwards as git does.
  ///
  /// With `environment`, `path` does not count: `GIT_DIR`, `GIT_INDEX_FILE` and the object
  /// directories of a hook's quarantine are honoured, and without `GIT_DIR` the current folder is
  /// the start.
  public static func open(
    at path: String = ".", environment: Bool = false
  ) throws(GitError) -> Repository {
    Libgit2.start()
    try Libgit2.refuseNUL(path)
    do throws(GitError) {
      return try open(path, environment)
    } catch {
      guard error.code == .otherOwner else { throw error }
      // libgit2 read `safe.directory` in the ordinary files only.
      // What is trusted must be what is opened: a named git directory counts, not the current folder.
      let opened = environment ? RepositoryEnvironment.variable("GIT_DIR") ?? path : path
      guard try ConfigurationFiles.trust(topFolder(of: opened)) else { throw otherOwner(opened) }
      return try open(path, environment)
    }
  }

  private static func open(
    _ path: String, _ environment: Bool
  ) throws(GitError) -> Repository {
    let attempted = "Cannot open the repository at '\(path)'"
    do throws(GitError) {
      if environment, let named = try RepositoryEnvironment.openWithWorkTree(attempted) {
        return try Repository(owning: named, environment: true)
      }
      let pointer = try Libgit2.make(attempted) {
        // The environment is only read when no path is given.
        environment
          ? git_repository_open_ext(&$0, nil, GIT_REPOSITORY_OPEN_FROM_ENV.rawValue, nil)
          : git_repository_open_ext(&$0, path, 0, nil)
      }
      return try Repository(owning: pointer, environment: environment)
    } catch {
      throw error.code == .notFound ? notARepository(path) : error
    }
  }

  private static func notARepository(_ path: String) -> GitError {
    GitError(
      .notARepository, "'\(path)' is not inside a Git repository.",
      hint: "run 'writ init' to make one here, or name another folder with -C")
  }

  /// libgit2 1.5 tells of it only that `safe.directory` was not found.
  private static func otherOwner(_ path: String) -> GitError {
    let top = topFolder(of: path)
    return GitError(
      .otherOwner, "The repository at '\(top)' belongs to another user.",
      hint: "if you trust it, run 'git config --global --add safe.directory \(top)'")
  }

  private static func topFolder(of path: String) -> String {
    var found = git_buf()
    defer { git_buf_dispose(&found) }
    guard git_repository_discover(&found, path, 0, nil) == 0, let text = found.ptr else {
      return path
    }
    var top = String(cString: text)
    if top.hasSuffix("/") { top.removeLast() }
    if top.hasSuffix("/.git") { top.removeLast(5) }
    return top
  }
}

/// The folders of a repository, without slashes at the end.
private struct Places {
  let gitDirectory: String
  let commonDirectory: String
  let workTree: String?

  init(of pointer: OpaquePointer, isBare: Bool) throws(GitError) {
    gitDirectory = try Places.text(git_repository_path(pointer)) ?? ""
    commonDirectory = try Places.text(git_repository_commondir(pointer)) ?? ""
    workTree = isBare ? nil : try Places.text(git_repository_workdir(pointer))
  }

  private static func text(_ path: UnsafePointer<CChar>?) throws(GitError) -> String? {
    guard let path else { return nil }
    guard var text = String(validatingCString: path) else {
      throw GitError(
        .unsupported, "The path '\(String(cString: path))' of the repository is not UTF-8.",
        hint: "rename the folder")
    }
    while text.utf8.count > 1, text.utf8.last == UInt8(ascii: "/") { text.removeLast() }
    return text
  }
}
