import Foundation
import Testing
import WritTesting

/// `writ trace` and `writ blame` on histories of every shape, held against programs that share nothing with
/// them: one that walks the history with git and Python, and one that knows who made each value, as it wrote the
/// history.
@Suite(.enabled(if: Python.path != nil, "there is no python3"))
struct ProvenanceWalkTests {
  private static let isExhaustive = ProcessInfo.processInfo.environment["WRIT_EXHAUSTIVE"] == "1"
  static let seeds = isExhaustive ? Array(1...40) : [3, 7]

  private static func python(
    _ repository: TemporaryRepository, _ script: String, _ words: [String]
  ) throws -> ProcessOutcome {
    let path = Places.packageRoot + "/Tests/CommandTests/Support/\(script).py"
    var command = Subprocess(
      try #require(Python.path), [path] + words, environment: repository.environment,
      directory: repository.path)
    command.timeout = 600
    return try command.run()
  }

  private static func expectAgreement(_ outcome: ProcessOutcome) {
    #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
  }

  @Test(arguments: seeds)
  func `Every change that a walk finds is traced and blamed, and no other`(seed: Int) throws {
    let repository = try TemporaryRepository(bare: true)
    let stream = try Self.python(repository, "histories", ["\(seed)", "120"])
    try repository.fastImport(stream.output)
    let program = try #require(Places.program, "build the product writ first")
    let sample = Self.isExhaustive ? "1000" : "80"
    Self.expectAgreement(
      try Self.python(
        repository, "walk", ["compare", program, repository.path, sample, "\(seed)"]))
  }

  @Test(arguments: isExhaustive ? Array(1...40) : [1, 5, 8])
  func `Each value is blamed on the commit that made it, however it moved since`(seed: Int) throws {
    let repository = try TemporaryRepository(bare: true)
    let truth = Places.parent(repository.path) + "/truth.json"
    let stream = try Self.python(repository, "values", ["write", "\(seed)", truth, "150"])
    try repository.fastImport(stream.output)
    let program = try #require(Places.program, "build the product writ first")
    Self.expectAgreement(
      try Self.python(repository, "values", ["compare", program, repository.path, truth]))
  }
}

/// The python on the path.
private enum Python {
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/python3" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()
}
