import Glibc
import WritGit

/// Runs work on several threads of the system: blocking reads would starve Swift's own pool.
enum Threads {
  /// How many threads are worth their start: two, or one where the process may use no more than
  /// one processor.
  static let usual = min(Processors.count, 2)

  /// Calls `body` with 0 up to `count` at the same time, and returns when all have ended; the first
  /// call is on this thread.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var others: [pthread_t] = []
    for number in 1..<max(count, 1) {
      let work = Unmanaged.passRetained(Work { body(number) })
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, threadMain, work.toOpaque())
      if status == 0 {
        others.append(thread)
      } else {
        // Fewer threads do the same work.
        work.release()
      }
    }
    body(0)
    for thread in others { pthread_join(thread, nil) }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static let threadMain:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      { pointer in
        guard let pointer else { return nil }
        Processors.prepareThread()
        Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }
}
