internal import CLibgit2
internal import CWritShim
internal import Glibc

/// Puts files and folders on the disk, so that a loss of power cannot take them back.
enum FileSync {
  /// Hands the file's data to the disk without waiting for it; a hint, so failures are ignored:
  /// `file` reports them.
  static func startWriting(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = writ_start_writeback(descriptor)
  }

  /// Waits until the file is on the disk.
  static func file(_ path: String, mayBeMissing: Bool = false) throws(GitError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT, mayBeMissing { return }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)' to sync it") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw SystemFailure.last("Cannot sync '\(path)'") }
  }

  /// Waits until files and folders are on the disk, several at a time; one that is missing counts
  /// as done.
  static func all(_ paths: [String], threads: Int) throws(GitError) {
    var failed = 0
    let error = try CStrings.with(paths.map { GitPath($0) }) { list in
      let texts = UnsafeRawPointer(list.strings)?
        .assumingMemoryBound(to: UnsafePointer<CChar>?.self)
      return writ_sync_all(texts, paths.count, threads, &failed)
    }
    guard error != 0 else { return }
    throw SystemFailure.error(error, "Cannot sync '\(paths[failed])'")
  }

  /// Waits until the names in a folder are on the disk.
  static func folder(_ path: String) throws(GitError) { try file(path, mayBeMissing: true) }

  /// Waits until the name of the file at `path` is on the disk.
  static func folder(holding path: String) throws(GitError) {
    let top = path.utf8.first == UInt8(ascii: "/") ? "/" : "."
    try folder(FileSystem.parent(of: path) ?? top)
  }
}
