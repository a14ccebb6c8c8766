import Glibc
import Synchronization
import Writ

/// Tells on standard error how far something has come that takes longer than a second.
///
/// On a terminal a line is written over; elsewhere, as in the log of a pipeline, a line is added now
/// and then, and a count without an end is not told at all.
final class Progress: Sendable {
  private let unit: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = Progress.milliseconds()
  private let state = Mutex(State())

  private struct State {
    /// When it was told last, in milliseconds since the start; zero for never.
    var last = 0
    /// Whether a line waits to be written over or ended.
    var isOpen = false
  }

  /// How often a line is renewed, and how often one is added where no terminal is.
  private static let terminalPause = 200
  private static let filePause = 5_000
  private static let barWidth = 24

  /// - Parameter unit: what is counted, such as `commits verified`.
  init(_ unit: String) { self.unit = unit }

  /// Tells a count whose end is not known.
  func tell(_ count: Int) {
    guard isTerminal else { return }
    tell { "\(count) \(unit)" }
  }

  /// Tells how much is done, and how long the rest will take.
  ///
  /// - Parameters:
  ///   - done: how much is done.
  ///   - before: how much of that was done before this process began.
  ///   - note: what else to tell.
  func tell(_ what: String, _ done: Int, of total: Int, before: Int = 0, note: String = "") {
    guard done < total else { return close() }
    tell {
      let part = Double(done) / Double(max(total, 1))
      let filled = Int(part * Double(Self.barWidth))
      let bar =
        String(repeating: "#", count: filled)
        + String(repeating: ".", count: Self.barWidth - filled)
      return "\(what): [\(bar)] \(done) of \(total) \(unit) (\(Int(part * 100)) %)\(note)"
        + left(done - before, total - done)
    }
  }

  /// Clears the line.
  func end() { close() }

  private func tell(_ line: () -> String) {
    let elapsed = Progress.milliseconds() - start
    let pause = isTerminal ? Self.terminalPause : Self.filePause
    state.withLock { state in
      guard elapsed >= 1_000, state.last == 0 || elapsed - state.last >= pause else { return }
      state.last = elapsed
      state.isOpen = isTerminal
      if isTerminal { Output.unfinished("\r\(line())\u{1B}[K") } else { Output.message(line()) }
    }
  }

  private func close() {
    state.withLock { state in
      if state.isOpen { Output.unfinished("\r\u{1B}[K") }
      state = State()
    }
  }

  /// How long the rest will take when it goes on as before.
  private func left(_ done: Int, _ rest: Int) -> String {
    guard done > 0 else { return "" }
    let elapsed = Double(Progress.milliseconds() - start) / 1_000
    let seconds = Int((elapsed / Double(done) * Double(rest)).rounded(.up))
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
    let shown = parts.enumerated().map { index, part in
      index > 0 && part < 10 ? "0\(part)" : "\(part)"
    }
    return ", \(shown.dropFirst(parts[0] == 0 ? 1 : 0).joined(separator: ":")) left"
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
    let progress = Progress("commits")
    var observer = Observer()
    observer.note = { Output.message("note: \($0)") }
    observer.progress = { progress.tell($0, $1, of: $2) }
    return observer
  }
}
