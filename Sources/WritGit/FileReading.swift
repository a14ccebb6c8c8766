internal import Glibc

extension FileSystem {
  /// The content of a regular file of at most `limit` bytes; nil when there is no such file.
  public static func read(_ path: String, limit: Int) throws(GitError) -> [UInt8]? {
    // A pipe would block; only regular files are read.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    defer { close(descriptor) }
    return try read(descriptor, path, limit: limit)
  }

  /// The content of a file that only this user can read or write; nil when there is no such file.
  ///
  /// - Throws: `permission` for a file that somebody else could have written.
  public static func readPrivate(_ path: String, limit: Int) throws(GitError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw GitError(.permission, "'\(path)' can be read or written by others.")
    }
    return try read(descriptor, path, limit: limit)
  }

  static func read(_ descriptor: Int32, _ path: String, limit: Int) throws(GitError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
    return try read(descriptor, path, status, limit: limit)
  }

  /// The same for a file whose status was asked for already.
  static func read(
    _ descriptor: Int32, _ path: String, _ status: stat, limit: Int
  ) throws(GitError) -> [UInt8] {
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw GitError(.invalid, "'\(path)' is not a regular file.")
    }
    guard status.st_size <= limit else {
      throw GitError(
        .invalid, "'\(path)' has \(status.st_size) bytes, more than the \(limit) allowed.")
    }
    return try read(descriptor, path, size: Int(status.st_size), limit: limit)
  }

  /// The content of a file that the system says has so many bytes.
  ///
  /// What is added while it is read is left out, and a file that shrinks meanwhile is short.
  static func read(
    _ descriptor: Int32, _ path: String, size: Int, limit: Int
  ) throws(GitError) -> [UInt8] {
    // Files of the system say that they are empty.
    guard (1...(1 << 16)).contains(size), size <= limit else {
      return try readAll(descriptor, path, expecting: size, limit: limit)
    }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let more = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if more < 0, errno == EINTR { continue }
        failed = more < 0
        if more <= 0 { return }
        count += more
      }
    }
    if failed { throw SystemFailure.last("Cannot read '\(path)'") }
    return bytes
  }

  /// Reads to the end of a descriptor, such as standard input.
  public static func readAll(
    _ descriptor: Int32, _ path: String, expecting size: Int = 0, limit: Int
  ) throws(GitError) -> [UInt8] {
    // A file may claim any size, so memory is taken beforehand only up to a bound.
    let bounded = min(max(size, 0), 1 << 24)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(bounded)
    var chunk = [UInt8](repeating: 0, count: max(min(bounded + 1, 1 << 20), 1 << 12))
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

  /// The names in a folder, sorted by bytes; none when there is no such folder.
  public static func names(in path: String) throws(GitError) -> [String] {
    try entries(in: path).map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The paths of the files below a folder, sorted by bytes.
  ///
  /// Links are named and not followed.
  ///
  /// - Throws: `invalid` for folders nested deeper than 64 levels.
  public static func files(below folder: String, maxDepth: Int = 64) throws(GitError) -> [String] {
    guard maxDepth > 0 else {
      throw GitError(.invalid, "The folder '\(folder)' is nested too deeply.")
    }
    var result: [String] = []
    for entry in try entries(in: folder) {
      let path = "\(folder)/\(entry.name)"
      result += entry.isFolder ? try files(below: path, maxDepth: maxDepth - 1) : [path]
    }
    return result.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder in no order, and which of them are folders; none when there is no such
  /// folder.
  static func entries(in path: String) throws(GitError) -> [(name: String, isFolder: Bool)] {
    guard let folder = opendir(path) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw SystemFailure.last("Cannot list '\(path)'")
    }
    return try entries(of: folder, path)
  }

  /// Reads and closes `folder`.
  static func entries(
    of folder: OpaquePointer, _ path: String
  ) throws(GitError) -> [(name: String, isFolder: Bool)] {
    defer { closedir(folder) }
    var result: [(name: String, isFolder: Bool)] = []
    while true {
      // The end and a failure look alike but for this number.
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = String(cString: nameOf(entry))
      guard name != ".", name != ".." else { continue }
      result.append((name, isFolder(entry.pointee.d_type, dirfd(folder), nameOf(entry))))
    }
    guard errno == 0 else { throw SystemFailure.last("Cannot list '\(path)'") }
    return result
  }

  /// Some file systems do not tell the type with the name.
  private static func isFolder(
    _ type: UInt8, _ folder: Int32, _ name: UnsafePointer<CChar>
  ) -> Bool {
    if Int(type) != DT_UNKNOWN { return Int(type) == DT_DIR }
    var status = stat()
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// An entry is only as long as its name needs, so it is never read as a whole.
  private static func nameOf(_ entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    return UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
  }
}
