import Glibc
import Synchronization
import WritGit
import WritJSON
import WritPolicy

/// The development cycle that the page started: one at a time, by a program of its own.
final class CycleJob: Sendable {
  private let options: [String]
  private let state = Mutex(State())

  private struct State {
    var startedAt: Instant?
    var endedAt: Instant?
    var process: pid_t?
    var isRunning = false
    var status: Int32?
    var lines: [String] = []
    var result: JSONValue = .null
  }

  /// So many lines of its messages are kept.
  private static let kept = 50

  /// - Parameter options: what whoever started the server wants of the cycle.
  init(_ options: [String]) { self.options = options }

  /// This program, whatever has become of its file.
  static func program() throws -> Program { try Program("/proc/self/exe") }

  /// Starts a cycle; false while one is running.
  func start(_ words: [String]) -> Bool {
    let isFree = state.withLock { state in
      guard !state.isRunning else { return false }
      state = State()
      state.isRunning = true
      state.startedAt = Clock.now()
      return true
    }
    guard isFree else { return false }
    let all = ["bench", "dev-cycle"] + words + ["--format=json"] + options
    Threads.detached { self.run(all) }
    return true
  }

  private func run(_ words: [String]) {
    do {
      let outcome = try Self.program().run(
        words, limit: 64 << 20,
        telling: { line in self.state.withLock { Self.add(line, to: &$0) } },
        started: { process in self.state.withLock { $0.process = process } },
        ended: { self.state.withLock { $0.process = nil } })
      end(outcome.status, outcome.output)
    } catch {
      state.withLock { Self.add("error: \(Failure.sentence(error))", to: &$0) }
      end(ExitStatus.failure.rawValue, [])
    }
  }

  private static func add(_ line: String, to state: inout State) {
    state.lines.append(Printable.line(line))
    if state.lines.count > kept { state.lines.removeFirst() }
  }

  private func end(_ status: Int32, _ output: [UInt8]) {
    var result: JSONValue = .null
    do throws(JSONError) { result = try JSONDocument(parsing: output).value } catch {}
    state.withLock { state in
      state.isRunning = false
      state.endedAt = Clock.now()
      state.status = status
      state.result = result["summary"]?["run_id"] ?? .null
    }
  }

  /// Asks the cycle to stop; what was measured is kept.
  func stop() {
    state.withLock { state in
      // As long as it stands here it has not been waited for, and the number is still its own.
      if let process = state.process { kill(process, SIGTERM) }
    }
  }

  /// How it stands.
  var json: JSONValue {
    state.withLock { state in
      [
        "configured": .bool(!options.isEmpty), "running": .bool(state.isRunning),
        "started_at_utc": state.startedAt.map { .string($0.description) } ?? .null,
        "ended_at_utc": state.endedAt.map { .string($0.description) } ?? .null,
        "exit_status": state.status.map { .number(JSONNumber(Int($0))) } ?? .null,
        "run_id": state.result, "messages": .array(state.lines.map(JSONValue.string)),
      ]
    }
  }
}
