import Glibc
import Writ

/// Tells on standard error how far something has come that takes longer than a second.
final class StepProgress {
  private let started = StepProgress.milliseconds()
  private var lastTold = 0
  private var isOpen = false
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// How often a line is renewed, and how often a new one is written where no terminal is.
  private static let terminalPause = 200
  private static let filePause = 5_000

  /// Tells, when it is time to.
  func tell(_ what: String, _ done: Int, _ total: Int) {
    let elapsed = StepProgress.milliseconds() - started
    if done >= total { return close(what, done) }
    let pause = isTerminal ? Self.terminalPause : Self.filePause
    guard elapsed >= 1_000, lastTold == 0 || elapsed - lastTold >= pause else { return }
    lastTold = elapsed
    let line = "\(what): \(done) of \(total) commits (\(done * 100 / max(total, 1)) %)"
    if isTerminal {
      isOpen = true
      Output.unfinished("\r\(line)")
    } else {
      Output.message(line)
    }
  }

  private func close(_ what: String, _ done: Int) {
    if isOpen { Output.unfinished("\r\(what): \(done) of \(done) commits (100 %)\n") }
    isOpen = false
    lastTold = 0
  }

  private static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}

extension Observer {
  /// One that tells the person at the terminal, or the log of a pipeline.
  static var terminal: Observer {
    let progress = StepProgress()
    var observer = Observer()
    observer.note = { Output.message("note: \($0)") }
    observer.progress = progress.tell
    return observer
  }
}
