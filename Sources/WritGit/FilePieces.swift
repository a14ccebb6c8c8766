internal import Glibc

/// A file, or standard input, read piece by piece.
public struct FilePieces: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let ownsDescriptor: Bool

  /// Opens a regular file.
  ///
  /// - Parameter path: `-` stands for standard input.
  public init?(_ path: String) throws(GitError) {
    self.path = path
    guard path != "-" else {
      descriptor = STDIN_FILENO
      ownsDescriptor = false
      return
    }
    ownsDescriptor = true
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw GitError(.invalid, "'\(path)' is not a regular file.")
    }
  }

  deinit {
    if ownsDescriptor, descriptor >= 0 { close(descriptor) }
  }

  /// The next bytes, at most that many; nil at the end.
  public func next(_ size: Int) throws(GitError) -> [UInt8]? {
    while true {
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        count = Glibc.read(descriptor, buffer.baseAddress, size)
        filled = max(0, count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
      return count == 0 ? nil : piece
    }
  }
}
