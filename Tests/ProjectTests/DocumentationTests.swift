import Foundation
import Testing
import WritTesting

/// `docs/cli.md` is made of what the commands say of themselves.
///
/// `UPDATE=1` rewrites it.
@Suite struct DocumentationTests {
  private static let intro = """
    # Commands

    Made from `writ help`; a test holds it fresh. `-C DIR` before or after the command runs it in another
    folder, as in git. Results go to standard output, messages to standard error; `--format json` prints one
    versioned object, errors included.

    ## Exit status

    | status | meaning |
    |---|---|
    | 0 | done, or clean |
    | 1 | the tool, or something around it, failed |
    | 2 | changes are pending (`plan --detailed-exitcode` only) |
    | 3 | a policy is violated, or a verification failed |
    | 4 | a gate, or an earlier rollback, holds the change up |
    | 5 | stale plan, conflict, or busy: retry |
    | 6 | history, key or object missing: cannot be decided |
    | 64 | the command line is wrong |


    """

  @Test("docs/cli.md says what the commands say of themselves")
  func commandsAreDocumented() throws {
    let program = try #require(Places.program, "build the product writ first")
    var text = Self.intro
    for verb in try subcommands(of: [], program) {
      let inner = try subcommands(of: [verb], program)
      text += try section([verb], program)
      for name in inner { text += try section([verb, name], program) }
    }
    let path = Places.packageRoot + "/docs/cli.md"
    if ProcessInfo.processInfo.environment["UPDATE"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(
      try text == String(contentsOfFile: path, encoding: .utf8),
      "run UPDATE=1 swift test --filter DocumentationTests")
  }

  @Test("Every page that the README links to is there")
  func linksResolve() throws {
    let root = Places.packageRoot
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    for match in readme.matches(of: /\]\((?<path>[^)#:]+)\)/) {
      #expect(
        FileManager.default.fileExists(atPath: root + "/" + match.output.path),
        "README.md links to \(match.output.path)")
    }
  }

  private func section(_ words: [String], _ program: String) throws -> String {
    let help = try help(words, program)
    return "## writ \(words.joined(separator: " "))\n\n```\n\(help)\n```\n\n"
  }

  private func subcommands(of words: [String], _ program: String) throws -> [String] {
    let text = try help(words, program)
    guard let start = text.range(of: "SUBCOMMANDS:\n") else { return [] }
    return text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  private func help(_ words: [String], _ program: String) throws -> String {
    let outcome = try Subprocess(
      program, words + ["--help"], environment: ["COLUMNS": "80"],
      directory: Places.packageRoot
    ).run()
    return outcome.outputText.trimmingCharacters(in: .newlines)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.replacing(/\ +$/, with: "") }.joined(separator: "\n")
  }
}
