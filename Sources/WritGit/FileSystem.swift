internal import Glibc

/// Files beside the repository's objects: journals, hooks, evidence on its way in.
public enum FileSystem {
  /// Makes a folder and its parents.
  public static func makeFolder(_ path: String) throws(GitError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let parent = parent(of: path) else {
      throw SystemFailure.last("Cannot make the folder '\(path)'")
    }
    try makeFolder(parent)
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw SystemFailure.last("Cannot make the folder '\(path)'")
    }
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

  /// Writes a whole file so that readers see the old or the new content and nothing between.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o666, durable: Bool
  ) throws(GitError) {
    let temporary = "\(path).\(getpid()).new"
    do throws(GitError) {
      try writeNew(bytes, to: temporary, mode: mode, durable: durable)
      guard Glibc.rename(temporary, path) == 0 else {
        throw SystemFailure.last("Cannot put '\(path)' in place")
      }
    } catch {
      unlink(temporary)
      throw error
    }
    if durable, let folder = parent(of: path) { try FileSync.folder(folder) }
  }

  /// Writes a file that must not exist yet.
  static func writeNew(
    _ bytes: [UInt8], to path: String, mode: UInt32, durable: Bool
  ) throws(GitError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot create '\(path)'") }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
    if durable, fsync(descriptor) != 0 { throw SystemFailure.last("Cannot sync '\(path)'") }
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

  /// The content of a regular file of at most `limit` bytes; nil when there is no such file.
  public static func read(_ path: String, limit: Int) throws(GitError) -> [UInt8]? {
    // A pipe would block; only regular files are read.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    defer { close(descriptor) }
    return try read(descriptor, path, limit: limit)
  }

  static func read(_ descriptor: Int32, _ path: String, limit: Int) throws(GitError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw GitError(.invalid, "'\(path)' is not a regular file.")
    }
    guard status.st_size <= limit else {
      throw GitError(
        .invalid, "'\(path)' has \(status.st_size) bytes, more than the \(limit) allowed.")
    }
    return try readAll(descriptor, path, expecting: Int(status.st_size), limit: limit)
  }

  /// Reads to the end of a descriptor, such as standard input.
  public static func readAll(
    _ descriptor: Int32, _ path: String, expecting size: Int = 0, limit: Int
  ) throws(GitError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    var chunk = [UInt8](repeating: 0, count: max(min(size + 1, 1 << 20), 1 << 12))
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        throw GitError(.invalid, "'\(path)' has more than the \(limit) bytes allowed.")
      }
    }
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

  /// The names in a folder, sorted by bytes; none when there is no such folder.
  public static func names(in path: String) throws(GitError) -> [String] {
    try entries(in: path).map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder in no order, and which of them are folders.
  static func entries(in path: String) throws(GitError) -> [(name: String, isFolder: Bool)] {
    guard let folder = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw SystemFailure.last("Cannot list '\(path)'")
    }
    defer { closedir(folder) }
    var result: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      result.append((name, isFolder(entry.pointee.d_type, "\(path)/\(name)")))
    }
    return result
  }

  /// Some file systems do not tell the type with the name.
  private static func isFolder(_ type: UInt8, _ path: String) -> Bool {
    if Int(type) != DT_UNKNOWN { return Int(type) == DT_DIR }
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path is an executable regular file.
  public static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
