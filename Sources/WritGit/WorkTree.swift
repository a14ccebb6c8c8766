internal import CLibgit2
internal import Glibc

/// The files of a work tree. Every access walks the folders one by one and refuses symbolic
/// links, so nothing outside the work tree is ever read or written.
public final class WorkTree {
  let repository: Repository
  /// The top folder.
  public let root: String

  /// The work tree of a repository, or nil when it is bare.
  public init?(of repository: Repository) {
    guard let root = repository.workTree else { return nil }
    self.repository = repository
    self.root = root
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
    guard let folder = try openFolder(of: path, creating: false) else { return nil }
    defer { close(folder) }
    let descriptor = openat(
      folder, WorkTree.last(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw failure("Cannot open", path) }
    defer { close(descriptor) }
    let bytes = try FileSystem.read(descriptor, path.description, limit: limit)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("Cannot read", path) }
    return File(bytes: bytes, isExecutable: status.st_mode & 0o111 != 0)
  }

  /// Writes a file whole: readers see the old or the new content and nothing between.
  public func write(
    _ bytes: [UInt8], to path: GitPath, executable: Bool = false
  ) throws(GitError) {
    guard let folder = try openFolder(of: path, creating: true) else {
      throw failure("Cannot make the folder of", path)
    }
    defer { close(folder) }
    let temporary = ".writ-\(getpid()).new"
    unlinkat(folder, temporary, 0)
    do throws(GitError) {
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let descriptor = openat(folder, temporary, flags, executable ? 0o777 : 0o666)
      guard descriptor >= 0 else { throw failure("Cannot write", path) }
      defer { close(descriptor) }
      try FileSystem.write(bytes, to: descriptor, path.description)
      guard renameat(folder, temporary, folder, WorkTree.last(path)) == 0 else {
        throw failure("Cannot put in place", path)
      }
    } catch {
      unlinkat(folder, temporary, 0)
      throw error
    }
  }

  /// Removes a file, and the folders above it that become empty; true when it was there.
  @discardableResult
  public func remove(_ path: GitPath) throws(GitError) -> Bool {
    guard let folder = try openFolder(of: path, creating: false) else { return false }
    defer { close(folder) }
    if unlinkat(folder, WorkTree.last(path), 0) != 0 {
      guard errno == ENOENT else { throw failure("Cannot remove", path) }
      return false
    }
    removeEmptyFolders(above: path)
    return true
  }

  private func removeEmptyFolders(above path: GitPath) {
    var parts = path.components.dropLast()
    while !parts.isEmpty {
      let text = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
      // rmdir refuses a folder that holds anything.
      guard rmdir("\(root)/\(text)") == 0 else { return }
      parts = parts.dropLast()
    }
  }

  /// Opens the folder that holds `path`, never through a symbolic link; nil when it is missing.
  private func openFolder(of path: GitPath, creating: Bool) throws(GitError) -> Int32? {
    guard path.isSafe else {
      throw GitError(.invalid, "'\(path)' is not a path inside the work tree.")
    }
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    var folder = open(root, flags)
    guard folder >= 0 else { throw failure("Cannot open the work tree for", path) }
    for component in path.components.dropLast() {
      let name = String(decoding: component, as: UTF8.self)
      if creating { mkdirat(folder, name, 0o777) }
      let next = openat(folder, name, flags | O_NOFOLLOW)
      let number = errno
      close(folder)
      guard next >= 0 else {
        if number == ENOENT && !creating { return nil }
        errno = number
        throw failure("Cannot enter the folder of", path)
      }
      folder = next
    }
    return folder
  }

  private func failure(_ attempted: String, _ path: GitPath) -> GitError {
    let isLink = errno == ELOOP || errno == ENOTDIR
    if isLink {
      return GitError(
        .symbolicLink, "\(attempted) '\(path)': it is, or lies behind, a symbolic link.",
        hint: "writ reads and writes only real files below the work tree")
    }
    return SystemFailure.last("\(attempted) '\(path)'")
  }

  private static func last(_ path: GitPath) -> String {
    String(decoding: path.components.last ?? [], as: UTF8.self)
  }
}
