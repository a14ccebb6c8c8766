import Foundation
import Testing
import WritTesting

/// The table of imports: the architecture is what these tests hold.
@Suite struct ImportTests {
  /// What each target may import of the project and of packages, C libraries and the system.
  private static let allowed: [String: Set<String>] = [
    "WritJSON": [],
    "WritPattern": [],
    // Glibc for one thing only: a thread with a stack that deep documents need.
    "WritSchema": ["WritJSON", "WritPattern", "Glibc"],
    "WritExpression": ["WritJSON", "WritPattern"],
    "WritPolicy": [
      "WritJSON", "WritSchema", "WritExpression", "Crypto", "CWritDigest", "Synchronization",
    ],
    "WritSignature": ["WritJSON", "Crypto"],
    "WritEvidence": ["WritJSON", "WritPolicy"],
    "WritTrials": ["WritJSON", "WritPolicy"],
    "WritClient": [
      "WritTrials", "WritPolicy", "WritJSON", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1",
      "NIOSSL",
      "Synchronization", "Glibc",
    ],
    "WritServer": [
      "WritPolicy", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "Synchronization",
      "Glibc",
    ],
    "WritGit": ["CLibgit2", "CWritShim", "CWritDigest", "Crypto", "Glibc", "Synchronization"],
    "Writ": [
      "WritGit", "WritJSON", "WritSchema", "WritExpression", "WritPolicy", "WritEvidence",
      "WritSignature", "CSQLite", "Glibc", "Synchronization",
    ],
    "WritCommand": [
      "Writ", "WritGit", "WritJSON", "WritSchema", "WritExpression", "WritPolicy",
      "WritEvidence", "WritTrials", "WritClient", "WritServer", "WritSignature", "CWritShim",
      "ArgumentParser", "Glibc", "Synchronization",
    ],
  ]

  @Test("Imports run downwards, and no target imports Foundation", arguments: allowed.keys.sorted())
  func importsAreAllowed(target: String) throws {
    let folder = Places.packageRoot + "/Sources/" + target
    for file in try swiftFiles(in: folder) {
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      for module in imports(in: text) {
        #expect(
          Self.allowed[target]?.contains(module) == true,
          "\(target)/\(file) imports \(module), which the table does not allow")
      }
    }
  }

  @Test("Every folder of Sources is in the table, or holds C")
  func tableIsComplete() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Places.packageRoot + "/Sources")
    let known = Set(Self.allowed.keys).union(["CLibgit2", "CSQLite", "CWritDigest", "CWritShim"])
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == known)
  }

  private func swiftFiles(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
  }

  private func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1,
        place == 0 || ["public", "internal", "private", "package"].contains(words[0])
      else { return nil }
      return words[place + 1]
    }
  }
}
