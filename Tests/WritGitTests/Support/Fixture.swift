import Foundation
import WritGit
import WritTesting

/// A repository made by git, and writ's view of it; neither sees the machine's settings.
struct Fixture {
  let git: TemporaryRepository

  init(bare: Bool = false) throws {
    git = try TemporaryRepository(bare: bare)
  }

  /// Opens the repository, or the one at `path` below the folder that holds it.
  func open(_ path: String = "") throws -> Repository {
    try Isolation.start()
    return try Repository.open(at: path.isEmpty ? git.path : path)
  }

  /// Runs git with fixed dates and gives its output without the line feed at the end.
  @discardableResult
  func text(_ arguments: String..., input: [UInt8] = [], extra: [String: String] = [:]) throws
    -> String
  {
    let variables = Fixture.dates.merging(extra) { $1 }
    let outcome = try git.run("git", arguments, input: input, extra: variables)
    guard outcome.status == 0 else {
      throw FixtureError(description: "git \(arguments): \(outcome.errorText)")
    }
    var text = outcome.outputText
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  static let dates = [
    "GIT_AUTHOR_DATE": "1700000000 +0100", "GIT_COMMITTER_DATE": "1700000000 +0100",
  ]

  /// The id that a revision has for git.
  func id(_ revision: String) throws -> ObjectID {
    let hex = try text("rev-parse", "--verify", revision)
    guard let id = ObjectID(hex) else { throw FixtureError(description: "not an id: \(hex)") }
    return id
  }

  /// Commits all that is in the work tree.
  @discardableResult
  func commitAll(_ message: String = "change") throws -> ObjectID {
    try text("add", "--all")
    try text("commit", "--quiet", "--allow-empty", "--message", message)
    return try id("HEAD")
  }

  /// Asks git whether all objects are sound.
  func checkObjects() throws {
    try text("fsck", "--strict", "--full", "--no-dangling")
  }

  /// The file of a loose object.
  func looseFile(_ id: ObjectID) -> String {
    let folder = FileManager.default.fileExists(atPath: git.path + "/.git") ? "/.git" : ""
    return "\(git.path)\(folder)/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
  }
}

/// Something that a fixture could not do.
struct FixtureError: Error, CustomStringConvertible {
  let description: String
}

/// Keeps libgit2 from the machine's configuration, once for the process.
enum Isolation {
  private static let folder = Result { try TemporaryFolder("writ-no-configuration") }
  private static let started = Result {
    try Libgit2.isolateConfiguration(in: try folder.get().path)
  }

  static func start() throws { try started.get() }

  /// An empty folder for a process of its own.
  static var path: String { (try? folder.get().path) ?? "/nonexistent" }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The code of the error that `body` throws, or nil when it throws none of ours.
func failure(_ body: () throws -> Void) -> GitError? {
  do { try body() } catch { return error as? GitError }
  return nil
}

/// The error's code.
func code(_ body: () throws -> Void) -> GitError.Code? { failure(body)?.code }
