import Foundation
import WritTesting

/// A folder with a policy repository in `repository`, in which writ and git run shielded from the
/// machine's settings.
final class Workshop: Sendable {
  private let folder: TemporaryFolder
  let environment: [String: String]

  /// The folder that holds the repository.
  var top: String { folder.path }
  /// The work tree, or the bare repository itself.
  var path: String { folder.path + "/repository" }

  /// An empty folder.
  init() throws {
    folder = try TemporaryFolder("writ-crash")
    environment = try Workshop.environment(folder.path)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/repository", withIntermediateDirectories: false)
    try Files.write(folder.path + "/evidence.json", "{\"p95\": 12}\n".utf8)
  }

  /// A copy of another one, as it is at this moment.
  init(copying other: Workshop) throws {
    folder = try TemporaryFolder("writ-crash")
    environment = try Workshop.environment(folder.path)
    let copy = try Subprocess(
      "cp", ["-a", other.top + "/.", folder.path], environment: environment, directory: "/"
    ).run()
    guard copy.status == 0 else { throw WorkshopError(description: copy.errorText) }
  }

  private static func environment(_ top: String) throws -> [String: String] {
    try HermeticEnvironment.make(home: top + "/home").merging([
      "WRIT_APPROVAL_REF": "CHG-1", "WRIT_RATIONALE": "Because", "WRIT_REVIEW_BY": reviewBy,
    ]) { $1 }
  }

  /// A date that the rules allow, so soon after now.
  static let reviewBy = String(
    Date(timeIntervalSinceNow: 90 * 86_400).ISO8601Format().prefix(10))

  /// Adopts the folder and makes three applies, so that there is something to go back to.
  func populate(bare: Bool = false) throws {
    try writ(["init", "--template", "default"] + (bare ? ["--bare"] : []))
    try writ(["apply", "--set", "limits/other#={\"value\": 1}"])
    for value in [5, 6] {
      try writ(
        ["apply", "--set", "rollout/planner#/canary_pct=\(value)", "--key", "set-\(value)"]
          + ["--evidence", "load=../evidence.json"])
    }
  }

  /// Runs writ; any status but 0 is an error.
  @discardableResult
  func writ(_ arguments: [String], in folder: String? = nil) throws -> String {
    try checked(attempt(arguments, in: folder), "writ \(arguments)")
  }

  /// Runs writ, whatever its status.
  func attempt(_ arguments: [String], in folder: String? = nil) throws -> ProcessOutcome {
    try run(try Workshop.program(), arguments, in: folder)
  }

  /// Runs git and gives its output; any status but 0 is an error.
  @discardableResult
  func git(_ arguments: String...) throws -> String {
    try checked(run("git", arguments), "git \(arguments)")
  }

  /// Runs any program in the repository, whatever its status.
  func run(
    _ program: String, _ arguments: [String], in folder: String? = nil
  ) throws -> ProcessOutcome {
    var command = Subprocess(
      program, arguments, environment: environment, directory: folder ?? path)
    command.timeout = 300
    return try command.run()
  }

  static func program() throws -> String {
    guard let program = Places.program else {
      throw WorkshopError(description: "the program writ is not built")
    }
    return program
  }

  private func checked(_ outcome: ProcessOutcome, _ what: String) throws -> String {
    guard outcome.status == 0 else {
      throw WorkshopError(
        description: "\(what): status \(outcome.status)\n\(outcome.errorText)\(outcome.outputText)")
    }
    return outcome.outputText.trimmingCharacters(in: .newlines)
  }
}

/// A step of a test that did not do what it must for the test to go on.
struct WorkshopError: Error, CustomStringConvertible {
  let description: String
}

/// How much is tried: a sample that WRIT_SEED chooses, or with `WRIT_EXHAUSTIVE=1`
/// everything.
///
/// `WRIT_SEED` repeats the sample of an earlier run.
enum Extent {
  static let isExhaustive = ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1"

  static let seed: UInt64 = {
    let named = ProcessInfo.processInfo.environment["WRIT_SEED"].flatMap { UInt64($0) }
    let seed = named ?? 20_261_121
    if !isExhaustive { print("sample of WRIT_SEED=\(seed)") }
    return seed
  }()

  /// All of them, or so many.
  static func sample<Element>(_ all: [Element], _ count: Int, salt: String) -> [Element] {
    guard !isExhaustive, all.count > count else { return all }
    var generator = SplitMix(state: salt.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) })
    return Array(all.shuffled(using: &generator).prefix(count))
  }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
