internal import Glibc

/// A file that is looked at in place, as it was when it was opened.
///
/// Git never writes into a file of the object store that has its name, so nothing changes below it.
final class MappedFile: Sendable {
  /// The content.
  ///
  /// Nobody writes there, so any thread may read.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Opens a regular file; nil for anything else.
  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
      let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0),
      start != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  /// Gives the memory back that was read; who reads there again has it fetched again.
  func release() {
    madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_DONTNEED)
  }
}
