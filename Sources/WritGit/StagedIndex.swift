internal import CLibgit2
internal import Glibc

/// A change of the index that is prepared beside it, while `index.lock` keeps git from writing
/// the index, and put in place in one step.
public final class StagedIndex {
  private let repository: Repository
  private let index: OpaquePointer
  private let prepared: String
  private let lock: String
  private var isFinished = false

  /// Takes `index.lock` and reads the index. `owner` is written into the lock, so that recovery
  /// knows a lock that a killed process left.
  public init(of repository: Repository, owner: String) throws(GitError) {
    self.repository = repository
    let path = repository.indexPath
    lock = "\(path).lock"
    prepared = "\(path).writ-\(owner)"
    do throws(GitError) {
      try FileSystem.writeNew(
        Array(StagedIndex.mark(owner).utf8), to: lock, mode: 0o666, durable: false)
    } catch {
      guard error.code == .exists else { throw error }
      throw GitError(
        .locked, "The index is locked by another process ('\(lock)' exists).",
        hint: "wait until git has finished; if no git runs, remove the file")
    }
    do throws(GitError) {
      index = try StagedIndex.copy(path, to: prepared)
    } catch {
      unlink(lock)
      throw error
    }
  }

  deinit {
    git_index_free(index)
    if !isFinished { abandon() }
  }

  private static func mark(_ owner: String) -> String { "writ \(owner)\n" }

  private static func copy(_ path: String, to prepared: String) throws(GitError) -> OpaquePointer {
    unlink(prepared)
    if let bytes = try FileSystem.read(path, limit: .max) {
      try FileSystem.writeNew(bytes, to: prepared, mode: 0o666, durable: false)
    }
    var index: OpaquePointer?
    let status = git_index_open(&index, prepared)
    guard status >= 0, let index else { throw Libgit2.error(status, "Cannot read the index") }
    return index
  }

  /// Lets the index say that `path` is what the commit has; `entry` nil removes the path. The
  /// work tree's file is looked at so that git need not compare its content.
  public func set(_ path: GitPath, to entry: TreeEntry?) throws(GitError) {
    guard let entry else {
      let status = git_index_remove(index, path.description, 0)
      if status != GIT_ENOTFOUND.rawValue {
        try Libgit2.check(status, "Cannot remove '\(path)' from the index")
      }
      return
    }
    var native = git_index_entry()
    native.mode = entry.mode.rawValue
    native.id = entry.id.native
    if let root = repository.workTree { StagedIndex.fill(&native, from: "\(root)/\(path)") }
    keepSparse(path, &native)
    let status = path.description.withCString { text in
      native.path = text
      return git_index_add(index, &native)
    }
    try Libgit2.check(status, "Cannot put '\(path)' into the index")
  }

  /// A path that a sparse checkout leaves out stays left out.
  private func keepSparse(_ path: GitPath, _ native: inout git_index_entry) {
    guard let old = git_index_get_bypath(index, path.description, 0) else { return }
    native.flags_extended |= old.pointee.flags_extended & StagedIndex.skipWorkTree
  }

  private static let skipWorkTree = UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)

  /// Whether a sparse checkout leaves the path out of the work tree.
  public func isSparse(_ path: GitPath) -> Bool {
    guard let entry = git_index_get_bypath(index, path.description, 0) else { return false }
    return entry.pointee.flags_extended & StagedIndex.skipWorkTree != 0
  }

  /// The object that the index has for a path, or nil.
  public func id(of path: GitPath) -> ObjectID? {
    git_index_get_bypath(index, path.description, 0).map { ObjectID($0.pointee.id) }
  }

  private static func fill(_ native: inout git_index_entry, from path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    native.ctime.seconds = Int32(truncatingIfNeeded: status.st_ctim.tv_sec)
    native.ctime.nanoseconds = UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec)
    native.mtime.seconds = Int32(truncatingIfNeeded: status.st_mtim.tv_sec)
    native.mtime.nanoseconds = UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec)
    native.dev = UInt32(truncatingIfNeeded: status.st_dev)
    native.ino = UInt32(truncatingIfNeeded: status.st_ino)
    native.uid = status.st_uid
    native.gid = status.st_gid
    native.file_size = UInt32(truncatingIfNeeded: status.st_size)
  }

  /// Writes the prepared index and puts it in place.
  public func commit() throws(GitError) {
    let status = Libgit2.syncing(repository.isDurable) { git_index_write(index) }
    try Libgit2.check(status, "Cannot write the index")
    try FileSystem.rename(prepared, to: repository.indexPath)
    isFinished = true
    unlink(lock)
  }

  /// Gives the lock back and leaves the index as it was.
  public func abandon() {
    isFinished = true
    unlink(prepared)
    unlink(lock)
  }

  /// Removes an index lock that a killed process of this owner left behind; true when it did.
  @discardableResult
  public static func removeLock(
    of repository: Repository, owner: String
  ) throws(GitError) -> Bool {
    let path = repository.indexPath
    unlink("\(path).writ-\(owner)")
    unlink("\(path).writ-\(owner).lock")
    let text = try FileSystem.read("\(path).lock", limit: .max)
    // The lock is made empty and marked a moment later: an empty one may be ours or git's, so it
    // is left to its owner.
    guard let text, text.elementsEqual(mark(owner).utf8) else { return false }
    return try FileSystem.remove("\(path).lock")
  }
}

extension Repository {
  /// The index of this work tree, or the one that a hook was given.
  var indexPath: String {
    if usesEnvironment, let path = getenv("GIT_INDEX_FILE") { return String(cString: path) }
    return gitPath("index")
  }

  /// The tree that the index stands for, read without writing anything.
  public func stagedFiles(
    under folders: [GitPath]
  ) throws(GitError) -> [(path: GitPath, entry: TreeEntry)] {
    var index: OpaquePointer?
    try Libgit2.check(git_repository_index(&index, pointer), "Cannot open the index")
    defer { git_index_free(index) }
    var result: [(path: GitPath, entry: TreeEntry)] = []
    for position in 0..<git_index_entrycount(index) {
      guard let native = git_index_get_byindex(index, position)?.pointee, let text = native.path,
        let mode = TreeEntry.Mode(bits: native.mode)
      else { continue }
      let path = GitPath(bytes: String.bytes(of: text))
      guard folders.contains(where: path.isInside) else { continue }
      result.append((path, TreeEntry(mode: mode, id: ObjectID(native.id))))
    }
    return result
  }
}
