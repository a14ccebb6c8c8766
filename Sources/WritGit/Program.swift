internal import CWritShim
internal import Glibc

/// Another program, started without a shell.
///
/// It gets this process's environment and, unless a file is given, nothing to read.
public struct Program: Sendable {
  /// What became of a program that ran.
  public struct Outcome: Sendable {
    /// The exit status, or 128 and the signal that ended it, as shells count.
    public let status: Int32
    /// What it wrote on standard output.
    public let output: [UInt8]
    /// What it wrote on standard error.
    public let errors: [UInt8]
  }

  /// The absolute path.
  public let path: String

  /// Finds a program: an absolute path, or a name that is looked for in the folders of `PATH`.
  ///
  /// Relative paths, in `PATH` too, are not followed: they could lead into a policy repository.
  public init(_ name: String) throws(GitError) {
    try Libgit2.refuseNUL(name)
    if name.utf8.first == UInt8(ascii: "/") {
      path = name
    } else {
      guard !name.utf8.contains(UInt8(ascii: "/")), !name.isEmpty else {
        throw GitError(
          .invalid, "The program '\(name)' is named by a relative path.",
          hint: "give its absolute path, or its name alone")
      }
      let folders = (RepositoryEnvironment.variable("PATH") ?? "/usr/bin:/bin").split(
        separator: ":")
      let found = folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
        .first(where: FileSystem.isExecutable)
      guard let found else {
        throw GitError(
          .notFound, "The program '\(name)' is not in the PATH.", hint: "install it")
      }
      path = found
    }
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: the file that it reads as its standard input.
  ///   - limit: the most bytes of each output that are kept; more is an error.
  ///   - told: gets every line that the program writes on standard error, at once.
  ///   - started: gets the number of the process, by which it can be sent signals until `ended`.
  ///   - ended: is called when its outputs are closed, before its number can become another's.
  public func run(
    _ arguments: [String], input: String = "/dev/null", limit: Int = 1 << 20,
    telling told: (String) -> Void = { _ in }, started: (Int32) -> Void = { _ in },
    ended: () -> Void = {}
  ) throws(GitError) -> Outcome {
    let output = try Pipe(limit: limit)
    let errors = try Pipe(limit: limit)
    let process = try spawn(arguments, input, output, errors)
    started(process)
    let failure = collect(output, errors, told)
    ended()
    if failure != nil { kill(process, SIGKILL) }
    let status = wait(for: process)
    if let failure { throw failure }
    return Outcome(status: status, output: output.bytes, errors: errors.bytes)
  }

  private func spawn(
    _ arguments: [String], _ input: String, _ output: Pipe, _ errors: Pipe
  ) throws(GitError) -> pid_t {
    for argument in arguments + [input] { try Libgit2.refuseNUL(argument) }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // Signals that this process takes in its own way are the program's to take in its own.
    var none = sigset_t()
    var pipe = sigset_t()
    sigemptyset(&none)
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &pipe)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, path, &actions, &attributes, words, environ)
    output.closeWriting()
    errors.closeWriting()
    guard code == 0 else { throw SystemFailure.error(code, "Cannot run '\(path)'") }
    return process
  }

  /// Reads both outputs as they come, until the program closes them.
  private func collect(
    _ output: Pipe, _ errors: Pipe, _ told: (String) -> Void
  ) -> GitError? {
    do throws(GitError) {
      while output.isOpen || errors.isOpen {
        var waiting = [output, errors].filter(\.isOpen).map {
          pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR else {
          throw SystemFailure.last("Cannot wait for '\(path)'")
        }
        for entry in waiting where entry.revents != 0 {
          let pipe = entry.fd == output.reading ? output : errors
          try pipe.read(path)
          if pipe === errors { for line in pipe.takeLines() { told(line) } }
        }
      }
      return nil
    } catch {
      return error
    }
  }

  private func wait(for process: pid_t) -> Int32 {
    var raw: Int32 = 0
    while waitpid(process, &raw, 0) < 0, errno == EINTR {}
    let signal = raw & 0x7F
    return signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
  }
}

/// One output of a program.
private final class Pipe {
  private(set) var reading: Int32
  private(set) var writing: Int32
  private(set) var bytes: [UInt8] = []
  private var told = 0
  private let limit: Int

  init(limit: Int) throws(GitError) {
    var ends: [Int32] = [-1, -1]
    // Closed on exec, so that no program which starts meanwhile holds it.
    guard writ_pipe(&ends) == 0 else { throw SystemFailure.last("Cannot make a pipe") }
    (reading, writing) = (ends[0], ends[1])
    self.limit = limit
  }

  deinit {
    closeWriting()
    closeReading()
  }

  var isOpen: Bool { reading >= 0 }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  private func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  /// Takes what is there; the end closes the pipe.
  func read(_ program: String) throws(GitError) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = chunk.withUnsafeMutableBytes { Glibc.read(reading, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { return }
    guard count >= 0 else { throw SystemFailure.last("Cannot read what '\(program)' writes") }
    if count == 0 { return closeReading() }
    bytes += chunk[..<count]
    guard bytes.count <= limit else {
      throw GitError(.invalid, "'\(program)' wrote more than the \(limit) bytes allowed.")
    }
  }

  /// The whole lines that nobody took before.
  func takeLines() -> [String] {
    guard let last = bytes[told...].lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    defer { told = last + 1 }
    return bytes[told..<last].split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
