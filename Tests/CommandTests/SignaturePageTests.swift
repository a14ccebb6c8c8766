import Foundation
import Testing
import WritTesting

/// The commands of `docs/signatures.md` are executed, in order, in one folder.
@Suite struct SignaturePageTests {
  @Test("Every example of docs/signatures.md prints what the page says")
  func examples() throws {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/signatures.md", encoding: .utf8)
    let folder = try TemporaryFolder("signature-page")
    var environment = try HermeticEnvironment.make(home: folder.path + "/home")
    environment["TMPDIR"] = folder.path
    var directory = folder.path
    let examples = Self.examples(in: page)
    #expect(examples.count > 15)
    for example in examples {
      if example.command.hasPrefix("cd ") {
        directory += "/" + example.command.dropFirst(3)
        continue
      }
      let shell = Subprocess(
        "sh", ["-c", "{ \(example.command)\n} 2>&1"], environment: environment,
        directory: directory)
      let found = try shell.run().outputText.split(separator: "\n").map(String.init)
      #expect(
        Self.fits(found[...], example.output[...]),
        "$ \(example.command)\n\(found.joined(separator: "\n"))")
    }
  }

  private struct Example {
    let command: String
    var output: [String] = []
  }

  private static func examples(in page: String) -> [Example] {
    var result: [Example] = []
    var isInside = false
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        result.append(Example(command: String(line.dropFirst(2))))
      } else if isInside, !result.isEmpty, !line.isEmpty {
        result[result.count - 1].output.append(line)
      }
    }
    return result
  }

  /// A line `...` stands for any number of lines, and `...` in a line for any text.
  private static func fits(_ found: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
    guard let first = expected.first else { return found.isEmpty }
    if first == "..." {
      return (found.startIndex...found.endIndex).contains {
        fits(found[$0...], expected.dropFirst())
      }
    }
    guard let line = found.first, lineFits(line, first) else { return false }
    return fits(found.dropFirst(), expected.dropFirst())
  }

  private static func lineFits(_ line: String, _ expected: String) -> Bool {
    let parts = expected.components(separatedBy: "...")
    let pattern = parts.map(NSRegularExpression.escapedPattern).joined(separator: ".*")
    return line.range(of: "^\(pattern)$", options: .regularExpression) != nil
  }
}
