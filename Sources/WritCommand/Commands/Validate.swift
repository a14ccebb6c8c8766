import ArgumentParser
import Glibc
import Writ
import WritGit
import WritJSON
import WritPolicy

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check that policies and governance are well-formed.",
    discussion: """
      Without a path, all documents under policies/ and governance/ are checked: those of the work \
      tree, or of the branch in a bare repository.
      """)

  @Argument(help: "Files to check.")
  var paths: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("validate")
    let checked = try paths.isEmpty ? Ledger.open().validateAll() : paths.map(Self.check)
    let findings = checked.flatMap(\.findings)
    if common.isJSON {
      Output.json(
        "validate",
        [
          "checked": .array(checked.map { .string($0.path) }),
          "findings": .array(findings.map(\.json)),
        ])
    } else {
      for finding in findings { Output.line(finding.message) }
      Output.line("\(checked.count) checked, \(findings.count) with errors")
    }
    if !findings.isEmpty { throw ExitStatus.refused }
  }

  private static func check(_ path: String) throws -> Checked {
    Checked(path: path, findings: Ledger.validate(try Input.bytes(path), path))
  }
}
