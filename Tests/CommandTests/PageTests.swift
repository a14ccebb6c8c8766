import Foundation
import Testing
import WritTesting

/// The examples of pages, run as they stand.
///
/// A block `json file=NAME` is that file. In a block `console`, each line that starts with `$` is run
/// by a shell, and what follows is what it prints; `...` stands for anything on a line, a line `...`
/// for any lines, and a last line `[4]` for the exit status where that is not 0.
@Suite struct PageTests {
  @Test(
    "The examples of a page print what it shows", arguments: ["gates", "evidence", "provenance"])
  func runs(name: String) throws {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/\(name).md", encoding: .utf8)
    let folder = try TemporaryFolder("writ-page")
    var environment = try HermeticEnvironment.make(home: folder.path + "/home")
    let soon = Date(timeIntervalSinceNow: 30 * 86_400).formatted(.iso8601.year().month().day())
    environment["WRIT_APPROVAL_REF"] = "CHG-1042"
    environment["WRIT_RATIONALE"] = "As measured"
    environment["WRIT_REVIEW_BY"] = soon
    let work = folder.path + "/work"
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    var count = 0
    for block in PageBlock.all(in: page) {
      if let file = block.file { try Files.write(work + "/" + file, (block.text + "\n").utf8) }
      guard block.isConsole else { continue }
      for example in block.examples {
        let outcome = try Subprocess(
          "sh", ["-c", example.command], environment: environment, directory: work
        ).run()
        let printed = outcome.outputText + outcome.errorText
        #expect(outcome.status == example.status, "\(example.command): \(printed)")
        #expect(example.allows(printed), "\(example.command) prints:\n\(printed)")
        count += 1
      }
    }
    #expect(count > 5)
  }
}

/// A fenced block of a page.
private struct PageBlock {
  var info: [Substring]
  var lines: [String] = []

  var text: String { lines.joined(separator: "\n") }
  var isConsole: Bool { info.first == "console" }
  var file: String? {
    info.first { $0.hasPrefix("file=") }.map { String($0.dropFirst("file=".count)) }
  }

  static func all(in page: String) -> [PageBlock] {
    var result: [PageBlock] = []
    var open: PageBlock?
    for line in page.components(separatedBy: "\n") {
      if let block = open, line == "```" {
        result.append(block)
        open = nil
      } else if open != nil {
        open?.lines.append(line)
      } else if line.hasPrefix("```") {
        open = PageBlock(info: line.dropFirst(3).split(separator: " "))
      }
    }
    return result
  }

  struct Example {
    let command: String
    var status: Int32 = 0
    var output: [String] = []

    /// Whether the output is what is shown.
    func allows(_ printed: String) -> Bool {
      var found = printed.components(separatedBy: "\n")
      if found.last == "" { found.removeLast() }
      return fits(output[...], found[...])
    }

    private func fits(_ shown: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
      guard let first = shown.first else { return found.isEmpty }
      if first == "..." {
        return (found.startIndex...found.endIndex).contains {
          fits(shown.dropFirst(), found[$0...])
        }
      }
      guard let line = found.first, Example.fits(first, line) else { return false }
      return fits(shown.dropFirst(), found.dropFirst())
    }

    private static func fits(_ shown: String, _ line: String) -> Bool {
      var rest = line[...]
      let parts = shown.components(separatedBy: "...")
      for (index, part) in parts.enumerated() {
        if index == 0 {
          guard rest.hasPrefix(part) else { return false }
          rest = rest.dropFirst(part.count)
        } else if index == parts.count - 1 {
          return rest.hasSuffix(part)
        } else {
          guard let range = rest.range(of: part) else { return false }
          rest = rest[range.upperBound...]
        }
      }
      return rest.isEmpty
    }
  }

  var examples: [Example] {
    var result: [Example] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        result.append(Example(command: String(line.dropFirst(2))))
      } else if let last = result.indices.last {
        if line.hasPrefix("["), line.hasSuffix("]"), let status = Int32(line.dropFirst().dropLast())
        {
          result[last].status = status
        } else {
          result[last].output.append(line)
        }
      }
    }
    return result
  }
}
