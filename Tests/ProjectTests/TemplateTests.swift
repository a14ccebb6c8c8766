import Foundation
import Testing
import WritTesting

/// The binary carries copies of `policies/` and `hooks/`.
@Suite struct TemplateTests {
  @Test("The embedded templates and hooks are what policies/embed.sh makes of the folders")
  func embeddedFilesAreFresh() throws {
    let root = Places.packageRoot
    let embedded = root + "/Sources/Writ/Adoption/TemplateFiles.swift"
    let folder =
      FileManager.default.temporaryDirectory.path + "/writ-templates-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/Sources/Writ/Adoption", withIntermediateDirectories: true)
    for part in ["policies", "hooks"] {
      try FileManager.default.copyItem(atPath: root + "/" + part, toPath: folder + "/" + part)
    }
    let outcome = try Subprocess(
      "/bin/sh", [folder + "/policies/embed.sh"],
      environment: ["PATH": "/usr/bin:/bin"], directory: folder
    ).run()
    #expect(outcome.status == 0, "\(outcome.errorText)")
    let made = try String(
      contentsOfFile: folder + "/Sources/Writ/Adoption/TemplateFiles.swift", encoding: .utf8)
    #expect(
      try made == String(contentsOfFile: embedded, encoding: .utf8),
      "run policies/embed.sh after a change of policies/ or hooks/")
  }
}
