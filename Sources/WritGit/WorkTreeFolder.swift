internal import CWritShim
internal import Glibc

/// The open folder of one path in a work tree, reached without following a symbolic link.
final class WorkTreeFolder {
  let descriptor: Int32
  private let name: [UInt8]

  private init(_ descriptor: Int32, name: [UInt8]) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit { close(descriptor) }

  /// Opens the folder that holds `path`; nil when it is missing, or when a file stands in its place
  /// and it is not to be made.
  static func open(
    of path: GitPath, in workTree: WorkTree, creating: Bool
  ) throws(GitError) -> WorkTreeFolder? {
    try WorkTree.refuseUnsafe(path)
    let top = try workTree.top(for: path)
    if let folder = openAtOnce(of: path, below: top) { return folder }
    var parts = path.components
    let name = parts.removeLast()
    var descriptor = fcntl(top.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else {
      throw WorkTree.failure(errno, "Cannot open the work tree for", path)
    }
    for part in parts {
      let parent = WorkTreeFolder(descriptor, name: part)
      guard let next = try parent.enter(path, creating: creating) else { return nil }
      descriptor = next
    }
    return WorkTreeFolder(descriptor, name: name)
  }

  /// The top folder of a work tree.
  static func top(_ root: String) -> WorkTreeFolder? {
    let descriptor = Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return descriptor < 0 ? nil : WorkTreeFolder(descriptor, name: [])
  }

  /// The folder by one call of the system; nil where that fails or is not offered, and the way by
  /// single steps finds out why.
  private static func openAtOnce(of path: GitPath, below top: WorkTreeFolder) -> WorkTreeFolder? {
    let bytes = path.bytes
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let descriptor = CStrings.with(bytes[..<slash]) {
      writ_open_folder_beneath(top.descriptor, $0)
    }
    guard descriptor >= 0 else { return nil }
    return WorkTreeFolder(descriptor, name: Array(bytes[(slash + 1)...]))
  }

  private func enter(_ path: GitPath, creating: Bool) throws(GitError) -> Int32? {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
    var next = withName { openat(descriptor, $0, flags) }
    if next < 0, errno == ENOENT {
      guard creating else { return nil }
      guard withName({ mkdirat(descriptor, $0, 0o777) }) == 0 || errno == EEXIST else {
        throw WorkTree.failure(errno, "Cannot make the folder of", path)
      }
      next = withName { openat(descriptor, $0, flags) }
    }
    if next >= 0 { return next }
    let number = errno
    guard number == ENOTDIR else {
      throw WorkTree.failure(number, "Cannot enter the folder of", path)
    }
    // Links and files give the same number.
    try refuseLink(path, "Cannot enter the folder of")
    guard creating else { return nil }
    throw GitError(
      .exists, "Cannot make the folder of '\(path)': a file stands in its place.",
      hint: "remove the file or choose another name")
  }

  /// Throws when the name stands for a symbolic link.
  func refuseLink(_ path: GitPath, _ attempted: String) throws(GitError) {
    var status = stat()
    guard withName({ fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFLNK { throw WorkTree.link(attempted, path) }
  }

  /// Lends the name of the path in this folder to C, byte for byte.
  func withName<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    CStrings.with(name) { body($0) }
  }

  /// The names in the folder.
  func names(_ path: String) throws(GitError) -> [String] {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let folder = fdopendir(copy) else {
      throw SystemFailure.last("Cannot list the folder of '\(path)'")
    }
    return try FileSystem.entries(of: folder, path).map(\.name)
  }
}
