internal import Glibc

/// Files beside the repository's objects: journals, hooks, evidence on its way in.
public enum FileSystem {
  /// Makes a folder and its parents; `durable` ones are on the disk when this returns.
  public static func makeFolder(_ path: String, durable: Bool = false) throws(GitError) {
    var made = mkdir(path, 0o777) == 0
    if !made, errno == ENOENT, let parent = parent(of: path) {
      try makeFolder(parent, durable: durable)
      made = mkdir(path, 0o777) == 0
    }
    guard made || (errno == EEXIST && isFolder(path)) else {
      throw SystemFailure.last("Cannot make the folder '\(path)'")
    }
    if made, durable { try FileSync.folder(holding: path) }
  }

  /// Whether the path is a folder.
  public static func isFolder(_ path: String) -> Bool {
    let before = errno
    defer { errno = before }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The folder that holds `path`, or nil at the top.
  public static func parent(of path: String) -> String? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else {
      return nil
    }
    return String(path[..<slash])
  }

  /// Whether something is at `path`.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The size of a regular file, nil when there is none.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Whether a path is a symbolic link.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Writes a whole file so that readers see the old or the new content and nothing between.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o666, durable: Bool
  ) throws(GitError) {
    let temporary = "\(path).\(TemporaryName.next())"
    try writeNew(bytes, to: temporary, mode: mode, durable: durable)
    guard Glibc.rename(temporary, path) == 0 else {
      let error = SystemFailure.last("Cannot put '\(path)' in place")
      unlink(temporary)
      throw error
    }
    if durable { try FileSync.folder(holding: path) }
  }

  /// Writes a file that must not exist yet; when that fails halfway, nothing is left of it.
  static func writeNew(
    _ bytes: [UInt8], to path: String, mode: UInt32, durable: Bool
  ) throws(GitError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot create '\(path)'") }
    defer { close(descriptor) }
    do throws(GitError) {
      try write(bytes, to: descriptor, path)
      if durable, fsync(descriptor) != 0 { throw SystemFailure.last("Cannot sync '\(path)'") }
    } catch {
      unlink(path)
      throw error
    }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(GitError) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemFailure.last("Cannot write '\(path)'") }
      offset += count
    }
  }

  /// Adds bytes to the end of a file that exists, with one call of the system.
  public static func append(_ bytes: [UInt8], to path: String) throws(GitError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
  }

  /// Removes a file; true when it was there.
  @discardableResult
  public static func remove(_ path: String) throws(GitError) -> Bool {
    if unlink(path) == 0 { return true }
    guard errno == ENOENT else { throw SystemFailure.last("Cannot remove '\(path)'") }
    return false
  }

  /// Gives a file another name.
  public static func rename(_ path: String, to other: String) throws(GitError) {
    guard Glibc.rename(path, other) == 0 else {
      throw SystemFailure.last("Cannot rename '\(path)' to '\(other)'")
    }
  }

  /// Gives a file a second name; false when that name is taken.
  public static func addName(_ other: String, to path: String) throws(GitError) -> Bool {
    if link(path, other) == 0 { return true }
    guard errno != EEXIST else { return false }
    // Some file systems give a file only one name.
    if exists(other) { return false }
    try rename(path, to: other)
    return true
  }

  /// Removes a file, or a folder with all that is in it, without following links.
  static func removeAll(_ path: String, depth: Int = 64) throws(GitError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard depth > 0, errno == EISDIR || errno == EPERM else {
      throw SystemFailure.last("Cannot remove '\(path)'")
    }
    for name in try names(in: path) { try removeAll("\(path)/\(name)", depth: depth - 1) }
    guard rmdir(path) == 0 else { throw SystemFailure.last("Cannot remove '\(path)'") }
  }

  /// Whether the path is an executable regular file.
  public static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
