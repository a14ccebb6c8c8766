internal import CLibgit2
internal import Glibc

/// A change of the index that is prepared beside it, while `index.lock` keeps git from writing
/// the index, and put in place in one step.
public final class StagedIndex {
  private let repository: Repository
  private let workTree: WorkTree?
  private let index: OpaquePointer
  private let prepared: String
  private let lock: LockFile
  private var isFinished = false

  /// Takes `index.lock`, waiting a second for another that holds it, and reads the index.
  ///
  /// `owner` is written into the lock, so that recovery knows a lock that a killed process left.
  public init(of repository: Repository, owner: String) throws(GitError) {
    self.repository = repository
    workTree = WorkTree(of: repository)
    let path = repository.indexPath
    prepared = "\(path).writ-\(owner)"
    lock = try LockFile(
      of: path, "\(LockFile.mark)\(owner)\n", preparingIn: repository.writFolder,
      waitingAtMost: 1_000)
    do throws(GitError) {
      index = try StagedIndex.copy(path, to: prepared)
    } catch {
      unlink(prepared)
      lock.release()
      throw error
    }
  }

  deinit {
    git_index_free(index)
    abandon()
  }

  private static func copy(_ path: String, to prepared: String) throws(GitError) -> OpaquePointer {
    unlink(prepared)
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists { try duplicate(path, to: prepared) }
    let index = try Libgit2.make("Cannot read the index") { git_index_open(&$0, prepared) }
    if exists { IndexTimes.doubtRecent(in: index, since: status.st_mtim) }
    return index
  }

  /// A second name is enough, as the file is never written in place; not every file system has them.
  private static func duplicate(_ path: String, to prepared: String) throws(GitError) {
    if link(path, prepared) == 0 { return }
    guard let bytes = try FileSystem.read(path, limit: .max) else { return }
    try FileSystem.writeNew(bytes, to: prepared, mode: 0o666, durable: false)
  }

  /// Lets the index say that `path` is what the commit has; `entry` nil removes the path.
  ///
  /// Where the work tree's file has this very content, git need not compare it again.
  public func set(_ path: GitPath, to entry: TreeEntry?) throws(GitError) {
    try WorkTree.refuseUnsafe(path)
    let wasSparse = isSparse(path)
    try removeConflict(path)
    guard let entry else {
      let status = Libgit2.call { path.withCString { git_index_remove(index, $0, 0) } }
      if status != GIT_ENOTFOUND.rawValue {
        try Libgit2.judge(status, "Cannot remove '\(path)' from the index")
      }
      return
    }
    var native = git_index_entry()
    native.mode = entry.mode.rawValue
    native.id = entry.id.native
    // A path that a sparse checkout leaves out stays left out.
    if wasSparse { native.flags_extended = UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue) }
    if let status = try matchingFile(path, entry) { IndexTimes.fill(&native, from: status) }
    let status = Libgit2.call {
      path.withCString { text in
        native.path = text
        return git_index_add(index, &native)
      }
    }
    try Libgit2.judge(status, "Cannot put '\(path)' into the index")
  }

  /// The sides of a conflict must go before the path can have an entry of its own.
  private func removeConflict(_ path: GitPath) throws(GitError) {
    let status = Libgit2.call { path.withCString { git_index_conflict_remove(index, $0) } }
    if status == GIT_ENOTFOUND.rawValue { return }
    try Libgit2.judge(status, "Cannot remove the conflict at '\(path)' from the index")
  }

  /// What the system says about the work tree's file, if it has the content of `entry`.
  ///
  /// What cannot be read safely is left to git to compare.
  private func matchingFile(_ path: GitPath, _ entry: TreeEntry) throws(GitError) -> stat? {
    guard let workTree, entry.mode.isFile else { return nil }
    do throws(GitError) {
      guard let found = try workTree.readWithStatus(path),
        found.file.isExecutable == (entry.mode == .executable)
      else { return nil }
      if try ObjectDatabase.id(of: found.file.bytes, as: .blob) == entry.id { return found.status }
      let stored = try workTree.storedForm(of: found.file.bytes, at: path)
      return try ObjectDatabase.id(of: stored, as: .blob) == entry.id ? found.status : nil
    } catch {
      return nil
    }
  }

  private func old(_ path: GitPath) -> git_index_entry? {
    path.withCString { git_index_get_bypath(index, $0, 0) }?.pointee
  }

  /// Whether a sparse checkout leaves the path out of the work tree.
  public func isSparse(_ path: GitPath) -> Bool {
    old(path)?.isSparse ?? false
  }

  /// The object that the index has for a path, or nil.
  public func id(of path: GitPath) -> ObjectID? { old(path).map { ObjectID($0.id) } }

  /// Writes the prepared index and puts it in place.
  public func commit() throws(GitError) {
    try Libgit2.check(git_index_write(index), "Cannot write the index")
    // libgit2 makes the file by the umask alone; a shared repository gave it other permissions.
    var old = stat()
    if stat(repository.indexPath, &old) == 0 {
      chmod(prepared, old.st_mode & 0o777)
    } else {
      // Where no file is replaced, libgit2 does not tell that its own lock could not be removed.
      unlink("\(prepared).lock")
    }
    if repository.isDurable { try FileSync.file(prepared) }
    try FileSystem.rename(prepared, to: repository.indexPath)
    isFinished = true
    lock.release()
  }

  /// Gives the lock back and leaves the index as it was; does nothing after `commit`.
  public func abandon() {
    if isFinished { return }
    isFinished = true
    unlink(prepared)
    lock.release()
  }

  /// Removes the lock of the index at `path` and what was prepared beside it, if a process of writ
  /// left them; true when it did.
  ///
  /// The caller knows that the process is no more.
  @discardableResult
  public static func removeLock(ofIndexAt path: String) throws(GitError) -> Bool {
    let files = try leftovers(of: path)
    for file in files { try FileSystem.remove(file) }
    return !files.isEmpty
  }

  /// What a process of writ that holds the lock has beside the index, the lock itself last.
  static func leftovers(of path: String) throws(GitError) -> [String] {
    guard try LockFile.isMarked(of: path), let folder = FileSystem.parent(of: path) else {
      return []
    }
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[$0...].dropFirst() } ?? ""
    let prepared = try FileSystem.names(in: folder).filter { $0.hasPrefix("\(name).writ-") }
    return prepared.map { "\(folder)/\($0)" } + ["\(path).lock"]
  }
}
