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
    var waited = 0
    while true {
      let lock = try FileLock(opening: path)
      if try lock.tryLock(path) {
        // Somebody may have removed the file meanwhile: then others lock another one.
        if lock.isAt(path) { return lock }
        continue
      }
      guard waited < milliseconds else { return nil }
      usleep(2_000)
      waited += 2
    }
  }

  private convenience init(opening path: String) throws(GitError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open the lock '\(path)'") }
    self.init(descriptor)
  }

  private func tryLock(_ path: String) throws(GitError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else {
      throw SystemFailure.last("Cannot lock '\(path)'")
    }
    return false
  }

  private func isAt(_ path: String) -> Bool {
    var own = stat()
    var there = stat()
    return fstat(descriptor, &own) == 0 && stat(path, &there) == 0
      && own.st_ino == there.st_ino && own.st_dev == there.st_dev
  }
}
