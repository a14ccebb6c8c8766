import Glibc
import Synchronization

/// Tells on standard error how far a long command has come, where a person reads it.
final class Progress: Sendable {
  private let what: String
  private let isOn = isatty(STDERR_FILENO) == 1
  private let start = Progress.milliseconds()
  /// When it was told last, or zero.
  private let last = Mutex<Int>(0)

  /// - Parameter what: what is counted, such as `commits verified`.
  init(_ what: String) { self.what = what }

  /// Tells a count; nothing in the first second, and a few times a second after it.
  func tell(_ count: Int) {
    guard isOn else { return }
    let now = Progress.milliseconds()
    guard now - start > 1_000 else { return }
    last.withLock { last in
      guard now - last > 250 else { return }
      last = now
      write("\r\(count) \(what)")
    }
  }

  /// Clears the line.
  func end() {
    if last.withLock({ $0 }) > 0 { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
