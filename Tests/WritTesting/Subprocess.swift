import Foundation
import Glibc

/// What became of a program that ran.
public struct ProcessOutcome: Sendable {
  /// The exit status, or 128 and the signal that ended it, as shells count.
  public let status: Int32
  /// What it wrote on standard output.
  public let output: [UInt8]
  /// What it wrote on standard error.
  public let errors: [UInt8]
  /// Whether it ran out of time and was killed.
  public let timedOut: Bool

  /// Standard output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A program to run, with everything that it sees.
///
/// Output goes to files, so that no program waits for a reader. `Process` of Foundation is not
/// used: its wait costs 50 ms a run.
public struct Subprocess: Sendable {
  /// The program, looked for in the `PATH` of `environment` unless it has a slash.
  public var program: String
  /// The arguments without the program's name.
  public var arguments: [String]
  /// All variables that it sees.
  public var environment: [String: String]
  /// The folder that it starts in.
  public var directory: String
  /// What it reads from standard input.
  public var input: [UInt8] = []
  /// After so many seconds it is killed, with all that it started.
  public var timeout: Double = 300

  /// Describes a run.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String], directory: String
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// Runs the program to its end.
  public func run() throws -> ProcessOutcome {
    let standardInput = try ScratchFile(input)
    let output = try ScratchFile()
    let errors = try ScratchFile()
    let process = try spawn([standardInput.descriptor, output.descriptor, errors.descriptor])
    let (status, timedOut) = try wait(for: process)
    return ProcessOutcome(
      status: status, output: try output.contents(), errors: try errors.contents(),
      timedOut: timedOut)
  }

  /// Starts the program and leaves it running.
  func start() throws -> RunningProcess {
    let standardInput = try ScratchFile(input)
    let output = try ScratchFile()
    let errors = try ScratchFile()
    let process = try spawn([standardInput.descriptor, output.descriptor, errors.descriptor])
    return RunningProcess(process, output, errors)
  }

  private func spawn(_ descriptors: [Int32]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (target, source) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
    }
    try SpawnFolder.set(&actions, directory)
    // A group of its own, so that a timeout reaches the program's children too.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let path = try located()
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return try CStrings.with([program] + arguments) { argumentPointers in
      try CStrings.with(variables) { variablePointers in
        var process = pid_t()
        let code = SpawnLock.starting {
          posix_spawn(&process, path, &actions, &attributes, argumentPointers, variablePointers)
        }
        guard code == 0 else { throw SystemError("run \(path)", code) }
        return process
      }
    }
  }

  private func located() throws -> String {
    if program.contains("/") { return program }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    for folder in folders where access("\(folder)/\(program)", X_OK) == 0 {
      return "\(folder)/\(program)"
    }
    throw SystemError("find \(program) in PATH", ENOENT)
  }

  /// Asks at short intervals, which grow with the time the program has taken.
  private func wait(for process: pid_t) throws -> (status: Int32, timedOut: Bool) {
    let start = DispatchTime.now().uptimeNanoseconds
    var timedOut = false
    var raw: Int32 = 0
    while true {
      let result = waitpid(process, &raw, WNOHANG)
      if result == process { break }
      if result < 0, errno != EINTR { throw SystemError("wait for \(program)", errno) }
      let elapsed = DispatchTime.now().uptimeNanoseconds - start
      if !timedOut, Double(elapsed) > timeout * 1e9 {
        timedOut = true
        kill(-process, SIGKILL)
      }
      usleep(UInt32(min(5_000, max(100, elapsed / 20_000))))
    }
    let signal = raw & 0x7F
    return (signal == 0 ? (raw >> 8) & 0xFF : 128 + signal, timedOut)
  }
}

/// A program that runs beside a test, and is killed with all that it started when it is let go.
final class RunningProcess {
  private let process: pid_t
  private let output: ScratchFile
  private let errors: ScratchFile

  fileprivate init(_ process: pid_t, _ output: ScratchFile, _ errors: ScratchFile) {
    self.process = process
    self.output = output
    self.errors = errors
  }

  deinit {
    kill(-process, SIGKILL)
    var raw: Int32 = 0
    waitpid(process, &raw, 0)
  }

  /// The first line that it writes on standard output.
  func firstLine() throws -> String {
    for _ in 0..<12_000 {
      let text = String(decoding: try output.contents(), as: UTF8.self)
      if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
      if isOver { break }
      usleep(5_000)
    }
    let told = String(decoding: try errors.contents(), as: UTF8.self)
    throw ScriptError("the program did not say that it is ready: \(told)")
  }

  /// Whether it has ended; it is waited for when it is let go.
  private var isOver: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == SIGCHLD
  }

  /// Asks it to end, and gives its status.
  func stop() -> Int32 {
    kill(process, SIGTERM)
    var information = siginfo_t()
    waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT)
    return information._sifields._sigchld.si_status
  }
}

/// A call of the system that failed.
public struct SystemError: Error, CustomStringConvertible {
  /// What was tried, and why it failed.
  public let description: String

  init(_ what: String, _ code: Int32) {
    description = "cannot \(what): \(String(cString: strerror(code)))"
  }
}

/// The call that sets a new program's folder; glibc's headers hide it from Swift.
private enum SpawnFolder {
  typealias Function =
    @convention(c) (
      UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
    ) -> Int32

  static func set(_ actions: inout posix_spawn_file_actions_t, _ folder: String) throws {
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else {
      throw SystemError("set the folder of a program", ENOSYS)
    }
    let code = unsafeBitCast(symbol, to: Function.self)(&actions, folder)
    guard code == 0 else { throw SystemError("set the folder of a program", code) }
  }
}

/// A file without a name.
private final class ScratchFile {
  let descriptor: Int32

  init(_ bytes: [UInt8] = []) throws {
    let path = NSTemporaryDirectory() + "/writ-run-" + UUID().uuidString
    // Closed on exec, so that no program which starts meanwhile holds it.
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError("make a scratch file", errno) }
    unlink(path)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw SystemError("write a scratch file", errno) }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }

  func contents() throws -> [UInt8] {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(result.count))
      guard count >= 0 else { throw SystemError("read a scratch file", errno) }
      if count == 0 { return result }
      result += buffer[..<count]
    }
  }
}

/// Arrays of C strings that end in a null pointer.
private enum CStrings {
  static func with<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return try body(copies + [nil])
  }
}
