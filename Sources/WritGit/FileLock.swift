internal import Glibc

/// A lock that the kernel gives back when its process ends, however it ends.
public final class FileLock {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock on the file at `path`, making the file if need be; nil when another process
  /// still holds it after `milliseconds`.
  public static func acquire(
    _ path: String, waitingAtMost milliseconds: Int
  ) throws(GitError) -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open the lock '\(path)'") }
    let lock = FileLock(descriptor)
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw SystemFailure.last("Cannot lock '\(path)'")
      }
      guard waited < milliseconds else { return nil }
      usleep(2_000)
      waited += 2
    }
    return lock
  }
}
