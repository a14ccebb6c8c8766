/// A program that ended otherwise than a test expected.
public struct CommandFailure: Error, CustomStringConvertible {
  /// The command, its status and what it wrote.
  public let description: String
}

/// A git repository in a temporary folder, shielded from the machine's settings.
public final class TemporaryRepository: Sendable {
  private let folder: TemporaryFolder
  /// The work tree, or the bare repository itself.
  public let path: String
  /// The variables with which commands run here.
  public let environment: [String: String]

  /// Makes an empty repository whose branch is `main`.
  public init(bare: Bool = false) throws {
    folder = try TemporaryFolder("writ-repository")
    path = folder.path + (bare ? "/repository.git" : "/repository")
    environment = try HermeticEnvironment.make(home: folder.path + "/home")
    let arguments = ["init", "--quiet"] + (bare ? ["--bare"] : []) + [path]
    _ = try TemporaryRepository.checked(
      Subprocess("git", arguments, environment: environment, directory: folder.path))
  }

  /// Runs git here and gives what it wrote; any status but 0 is an error.
  @discardableResult
  public func git(_ arguments: String..., input: [UInt8] = []) throws -> [UInt8] {
    try git(arguments, input: input)
  }

  /// Runs git here and gives what it wrote; any status but 0 is an error.
  @discardableResult
  public func git(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    var command = Subprocess("git", arguments, environment: environment, directory: path)
    command.input = input
    return try TemporaryRepository.checked(command).output
  }

  /// Runs any program here, whatever its status.
  public func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], extra: [String: String] = [:]
  ) throws -> ProcessOutcome {
    var command = Subprocess(
      program, arguments, environment: environment.merging(extra) { $1 }, directory: path)
    command.input = input
    return try command.run()
  }

  /// Writes a file of the work tree, making the folders above it.
  public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Files.write(path + "/" + name, bytes)
  }

  /// Reads a file of the work tree.
  public func read(_ name: String) throws -> [UInt8] { try Files.read(path + "/" + name) }

  /// Feeds `git fast-import`.
  public func fastImport(_ stream: [UInt8]) throws {
    try git(["fast-import", "--quiet", "--force"], input: stream)
  }

  private static func checked(_ command: Subprocess) throws -> ProcessOutcome {
    let outcome = try command.run()
    guard outcome.status == 0, !outcome.timedOut else {
      throw CommandFailure(
        description: """
          \(command.program) \(command.arguments.joined(separator: " ")): \
          status \(outcome.status)\(outcome.timedOut ? ", out of time" : "")
          \(outcome.errorText)\(outcome.outputText)
          """)
    }
    return outcome
  }
}
