import Foundation
import Testing
import WritTesting

/// How options of commands are declared, where the parser's own choice is not what users expect.
@Suite struct OptionTests {
  @Test("An option that may stand alone takes the value that is joined to it, whatever follows")
  func joinedValuesAreTaken() throws {
    let folder = Places.packageRoot + "/Sources/WritCommand"
    var found = 0
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("defaultAsFlag:") {
        found += 1
        #expect(
          line.contains("parsing: .next"),
          "\(file): to scan for a value drops KEY of --sign=KEY where another option follows")
      }
    }
    #expect(found > 0)
  }
}
