import Foundation
import Testing
import WritTesting

/// docs/rows.md says of each requirement row which command meets it and which tests show it.
@Suite struct RowTests {
  private struct Row {
    let id: String
    let tests: [String]
    let status: String
  }

  private static let ids =
    (1...29).flatMap { number -> [String] in
      switch number {
      case 19: return ["M19a", "M19b", "M19c", "M19d"]
      case 23: return ["M23", "M23b"]
      default: return ["M\(number)"]
      }
    }

  private func rows() throws -> [Row] {
    let text = try String(contentsOfFile: Places.packageRoot + "/docs/rows.md", encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix("| M") }.map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let names = cells[3].split(separator: "`", omittingEmptySubsequences: false).enumerated()
      return Row(
        id: cells[1], tests: names.filter { $0.offset % 2 == 1 }.map { String($0.element) },
        status: cells[4])
    }
  }

  /// The names of all tests: those in Swift, and those of scripts.
  private func tests() throws -> Set<String> {
    let folder = Places.packageRoot + "/Tests"
    var names: Set<String> = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      if file.hasSuffix(".txtar") {
        names.insert(
          ((file as NSString).lastPathComponent as NSString).deletingPathExtension)
      } else if file.hasSuffix(".swift"), file.contains("Row") {
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        for part in text.components(separatedBy: "@Test(\"").dropFirst() {
          names.insert(String(part.prefix { $0 != "\"" }))
        }
      }
    }
    return names
  }

  @Test("docs/rows.md has every row once, in order")
  func allRows() throws {
    #expect(try rows().map(\.id) == Self.ids)
  }

  @Test("Every test that docs/rows.md names exists, and one begins with the row's id")
  func testsExist() throws {
    let known = try tests()
    for row in try rows() {
      let word = row.status.prefix { $0.isLetter }
      #expect(["done", "partly", "open"].contains(word), "\(row.id): \(row.status)")
      if word == "partly" || word == "open" {
        #expect(row.status.count > word.count + 3, "\(row.id) does not say what is missing")
      }
      for name in row.tests { #expect(known.contains(name), "\(row.id) names '\(name)'") }
      guard word != "open" else {
        #expect(row.tests.isEmpty, "\(row.id) is open")
        continue
      }
      // One row gives the names of its tests itself.
      let beginning = row.id == "M23" ? "test_cmd_" : row.id
      let begins = row.tests.contains { name in
        name.hasPrefix(beginning) && name.dropFirst(beginning.count).first?.isNumber != true
      }
      #expect(begins, "\(row.id) has no test that begins with it")
    }
  }

  @Test("Every test of a row stands in docs/rows.md")
  func rowsKnowTests() throws {
    let named = Set(try rows().flatMap(\.tests))
    for name in try tests() where name.first == "M" && name.dropFirst().first?.isNumber == true {
      #expect(named.contains(name), "'\(name)' stands in no row")
    }
  }
}
