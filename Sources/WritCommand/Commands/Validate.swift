import ArgumentParser
import Glibc
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritSchema

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check that policies and governance are well-formed.",
    discussion: """
      Without a path, all documents under policies/ and governance/ are checked: those of the work \
      tree, or of the branch in a bare repository.
      """)

  @Argument(help: "Files to check, and folders whose .json files are checked.")
  var paths: [String] = []

  @Option(help: "Check the files against this schema instead, inside a repository or not.")
  var schema: String?

  @Option(help: "Serve this folder's schemas as http://localhost:1234/ to references.")
  var remotes: String?

  @Flag(
    help: """
      Let 'format' refuse a value, instead of describing it; in draft-07 'contentEncoding' and \
      'contentMediaType' too.
      """)
  var assertFormat = false

  @OptionGroup var common: ReportOptions

  func run() throws {
    common.begin("validate")
    if let schema { return try validate(against: schema) }
    let checked =
      try paths.isEmpty
      ? Ledger.open().validateAll() : paths.flatMap(Input.documents).map(Self.check)
    let findings = checked.flatMap(\.findings)
    switch common.format {
    case .json:
      Output.json(
        "validate",
        [
          "checked": .array(checked.map { .string($0.path) }),
          "findings": .array(findings.map(\.json)),
        ])
    case .text:
      for finding in findings { Output.line(finding.message) }
      Output.line("\(checked.count) checked, \(findings.count) with errors")
    default:
      Report(
        name: "validate",
        items: checked.map { .init(name: $0.path, problems: $0.findings.map { .init($0) }) }
      ).print(as: common.format)
    }
    if !findings.isEmpty { throw ExitStatus.refused }
  }

  /// Documents against one schema: nothing of a repository is asked.
  private func validate(against path: String) throws {
    guard !paths.isEmpty else { throw UsageError("Name the files to check against the schema.") }
    let schema = try Input.json(path)
    let registry = SchemaRegistry(try remotes.map(SchemaFiles.remotes) ?? [:])
    let compiled = try CompiledSchema(
      schema, at: SchemaFiles.uri(path, schema), registry: registry,
      options: SchemaOptions(assertsFormat: assertFormat))
    let results = try SchemaFiles.documents(paths.flatMap(Input.documents)).map {
      (path: $0.path, violations: compiled.validate($0.document))
    }
    try SchemaText.finish(results, "validate", common)
  }

  private static func check(_ path: String) throws -> Checked {
    let findings = try Ledger.validate(try Input.bytes(path), path) {
      // `governance/schemas` beside the `governance/rules.json` that was named.
      let top = String(decoding: path.utf8.dropLast(Rules.path.utf8.count), as: UTF8.self)
      return try GovernanceFiles(folder: top.isEmpty ? "." : top).schemas
    }
    return Checked(path: path, findings: findings)
  }
}
