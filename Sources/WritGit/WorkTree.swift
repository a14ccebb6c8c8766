internal import CLibgit2
internal import Glibc

/// The files of a work tree.
///
/// Every access walks the folders one by one and refuses symbolic links, so nothing outside the
/// work tree is ever read or written.
public final class WorkTree {
  let repository: Repository
  /// The top folder.
  public let root: String
  private var opened: WorkTreeFolder?
  /// The files of attributes besides those in the work tree, once they were looked for.
  var knownAttributeFiles: AttributeFiles?

  /// The work tree of a repository, or nil when it is bare.
  public init?(of repository: Repository) {
    guard let root = repository.workTree else { return nil }
    self.repository = repository
    self.root = root
  }

  /// The top folder, opened once: what becomes of its name meanwhile does not matter.
  func top(for path: GitPath) throws(GitError) -> WorkTreeFolder {
    if let opened { return opened }
    guard let folder = WorkTreeFolder.top(root) else {
      throw WorkTree.failure(errno, "Cannot open the work tree for", path)
    }
    opened = folder
    return folder
  }

  /// A file as it stands in the work tree.
  public struct File: Sendable, Equatable {
    /// The bytes on disk, before git's conversion of line ends.
    public let bytes: [UInt8]
    /// Whether anyone may execute it.
    public let isExecutable: Bool
  }

  /// Reads a file of at most `limit` bytes, or returns nil when there is none.
  public func read(_ path: GitPath, limit: Int = .max) throws(GitError) -> File? {
    try readWithStatus(path, limit: limit)?.file
  }

  /// Reads a file and what the system says about it, both of the same open file.
  func readWithStatus(
    _ path: GitPath, limit: Int = .max
  ) throws(GitError) -> (file: File, status: stat)? {
    guard let folder = try WorkTreeFolder.open(of: path, in: self, creating: false) else {
      return nil
    }
    let descriptor = folder.withName { name in
      openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw WorkTree.failure(errno, "Cannot open", path) }
    defer { close(descriptor) }
    // The status comes first: a change made while reading then shows as a newer file.
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw WorkTree.failure(errno, "Cannot read", path)
    }
    let bytes = try FileSystem.read(descriptor, path.description, status, limit: limit)
    return (File(bytes: bytes, isExecutable: status.st_mode & 0o111 != 0), status)
  }

  /// Writes a file whole: readers see the old or the new content and nothing between.
  public func write(
    _ bytes: [UInt8], to path: GitPath, executable: Bool = false
  ) throws(GitError) {
    guard let folder = try WorkTreeFolder.open(of: path, in: self, creating: true) else {
      throw WorkTree.failure(ENOENT, "Cannot make the folder of", path)
    }
    try folder.refuseLink(path, "Cannot write")
    let temporary = WorkTree.temporaryPrefix + TemporaryName.next()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = openat(folder.descriptor, temporary, flags, executable ? 0o777 : 0o666)
    guard descriptor >= 0 else { throw WorkTree.failure(errno, "Cannot write", path) }
    defer { close(descriptor) }
    do throws(GitError) {
      try FileSystem.write(bytes, to: descriptor, path.description)
      let status = folder.withName { renameat(folder.descriptor, temporary, folder.descriptor, $0) }
      guard status == 0 else { throw WorkTree.failure(errno, "Cannot put in place", path) }
    } catch {
      unlinkat(folder.descriptor, temporary, 0)
      throw error
    }
  }

  /// Removes a file, and the folders above it that become empty; true when it was there.
  @discardableResult
  public func remove(_ path: GitPath) throws(GitError) -> Bool {
    guard let folder = try WorkTreeFolder.open(of: path, in: self, creating: false) else {
      return false
    }
    try folder.refuseLink(path, "Cannot remove")
    let wasThere = folder.withName { unlinkat(folder.descriptor, $0, 0) } == 0
    guard wasThere || errno == ENOENT else { throw WorkTree.failure(errno, "Cannot remove", path) }
    // Even without the file: a process may have been killed after it had removed that.
    try removeEmptyFolders(above: path)
    return wasThere
  }

  private func removeEmptyFolders(above path: GitPath) throws(GitError) {
    var current = path
    while let parent = current.parent {
      guard let folder = try WorkTreeFolder.open(of: parent, in: self, creating: false) else {
        return
      }
      // A folder that holds anything is refused, and then those above hold something too.
      guard folder.withName({ unlinkat(folder.descriptor, $0, AT_REMOVEDIR) }) == 0 else { return }
      current = parent
    }
  }

  private static let temporaryPrefix = ".writ-"

  /// Removes what a `write` to the folder of `path` left there when its process was killed.
  public func removeLeftovers(besides path: GitPath) throws(GitError) {
    guard let folder = try WorkTreeFolder.open(of: path, in: self, creating: false) else { return }
    for name in try folder.names(path.description) where name.hasPrefix(WorkTree.temporaryPrefix) {
      guard TemporaryName.isLeftover(name.dropFirst(WorkTree.temporaryPrefix.count)) else {
        continue
      }
      unlinkat(folder.descriptor, name, 0)
    }
  }

  static func refuseUnsafe(_ path: GitPath) throws(GitError) {
    guard path.isSafe else {
      throw GitError(.invalid, "'\(path)' is not a path inside the work tree.")
    }
  }

  static func failure(_ number: Int32, _ attempted: String, _ path: GitPath) -> GitError {
    if number == ELOOP { return link(attempted, path) }
    return SystemFailure.error(number, "\(attempted) '\(path)'")
  }

  static func link(_ attempted: String, _ path: GitPath) -> GitError {
    GitError(
      .symbolicLink, "\(attempted) '\(path)': it is, or lies behind, a symbolic link.",
      hint: "writ reads and writes only real files below the work tree")
  }
}
