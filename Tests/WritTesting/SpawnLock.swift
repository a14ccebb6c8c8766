import Foundation

/// Keeps programs from being started while a test has a file open for writing.
///
/// A program that is being started holds copies of all open descriptors until it runs, also of those
/// that close then. While one of them is open for writing, the system refuses to run that file
/// ("text file busy"), so that a script just written could not be started now and then.
enum SpawnLock {
  private final class Handle: @unchecked Sendable {
    let lock = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)

    init() { pthread_rwlock_init(lock, nil) }
  }

  private static let handle = Handle()

  /// Starts a program; many may start at once.
  static func starting<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_rwlock_rdlock(handle.lock)
    defer { pthread_rwlock_unlock(handle.lock) }
    return try body()
  }

  /// Opens, writes and closes a file.
  static func writing<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_rwlock_wrlock(handle.lock)
    defer { pthread_rwlock_unlock(handle.lock) }
    return try body()
  }
}
