import Foundation
import Testing
import WritTesting

/// `docs/threat-model.md` promises nothing without a test that is there.
@Suite struct ThreatModelTests {
  private static func text() throws -> String {
    try String(contentsOfFile: Places.packageRoot + "/docs/threat-model.md", encoding: .utf8)
  }

  @Test("Every test that the threat model names is there, by its file and its name")
  func namedTestsExist() throws {
    var count = 0
    for match in try Self.text().matches(of: /`(?<path>Tests\/[^`]+)`(?: "(?<name>[^"]+)")?/) {
      count += 1
      let path = Places.packageRoot + "/" + match.output.path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.path)")
      guard let name = match.output.name else { continue }
      let source = try String(contentsOfFile: path, encoding: .utf8)
      #expect(source.contains("\"\(name)\""), "\(match.output.path) has no test '\(name)'")
    }
    #expect(count > 30)
  }

  @Test("Every promise of the threat model names a test")
  func everyPromiseIsShown() throws {
    var isPromise = false
    var count = 0
    for line in try Self.text().split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("| promise |") { isPromise = true }
      if !line.hasPrefix("|") { isPromise = false }
      guard isPromise, !line.hasPrefix("| promise |"), !line.hasPrefix("|---") else { continue }
      count += 1
      #expect(line.contains("`Tests/"), "\(line)")
    }
    #expect(count > 20)
  }
}
