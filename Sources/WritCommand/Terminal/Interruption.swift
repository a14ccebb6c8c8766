import Glibc
import Synchronization

/// Ctrl-C and its like, taken as a wish to stop and not as the end at once.
enum Interruption {
  private static let stop = Mutex<(@Sendable () -> Void)?>(nil)
  private static let asked = Mutex(false)

  /// Whether it was asked to stop.
  static var isAsked: Bool { asked.withLock { $0 } }

  /// Takes Ctrl-C and termination from now on; to be called before any other thread is made.
  ///
  /// What is under way is broken off in order; a second time ends the process at once.
  ///
  /// - Parameter note: what is told when it happens.
  static func take(
    telling note: String = "Stopping; what was measured is kept. Once more ends at once."
  ) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0 else { return }
    let waiting = signals
    Threads.detached { wait(for: waiting, note) }
  }

  /// Says how to break off what is under way.
  static func onRequest(_ action: @escaping @Sendable () -> Void) {
    stop.withLock { $0 = action }
    if isAsked { action() }
  }

  private static func wait(for signals: sigset_t, _ note: String) {
    var signals = signals
    var number: Int32 = 0
    while sigwait(&signals, &number) == 0 {
      let isFirst = asked.withLock { asked in
        defer { asked = true }
        return !asked
      }
      guard isFirst else { _exit(128 + number) }
      Output.message("note: \(note)")
      stop.withLock { $0 }?()
    }
  }
}
