import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritSchema

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Propose and check JSON Schemas of policies.",
    subcommands: [Infer.self, Check.self])

  struct Infer: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "infer",
      abstract: "Propose a schema from a policy's present and past values.")

    @Argument(help: "The policy.") var name: String
    @Option(help: "The branch; the one that is checked out when not given.") var branch: String?

    func run() throws {
      Failure.command = "schema infer"
      let values = try Ledger.open().values(of: DocumentName(name), on: branch)
      guard !values.isEmpty else {
        throw UsageError(
          "'\(name)' has no version that is strict JSON, so nothing can be inferred.")
      }
      Output.bytes(SchemaInference.infer(from: values).serialized())
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check schemas: those under governance/schemas/, or the files given.")

    @Argument(help: "Schemas, and folders of them.") var paths: [String] = []
    @OptionGroup var common: ReportOptions

    func run() throws {
      common.begin("schema check")
      let files = try paths.isEmpty ? Self.ownSchemas() : paths.flatMap(Input.documents)
      let documents = try SchemaFiles.documents(files)
      let registry = SchemaFiles.registry(documents)
      var results: [(path: String, violations: [SchemaViolation])] = []
      for (path, document) in documents {
        let uri = SchemaFiles.uri(path, document.value)
        results.append((path, SchemaCheck.check(document, at: uri, registry: registry)))
      }
      try SchemaText.finish(results, "schema check", common)
    }

    private static func ownSchemas() throws -> [String] {
      guard let root = try Repository.open(environment: true).workTree else {
        throw UsageError("A bare repository has no files; name the schemas.")
      }
      return try Input.documents(root + "/governance/schemas")
    }
  }
}

/// Schemas that are read from files.
enum SchemaFiles {
  /// The documents of some files.
  static func documents(_ paths: [String]) throws -> [(path: String, document: JSONDocument)] {
    try paths.map { ($0, try Input.document($0)) }
  }

  /// All documents under the URIs that references can name them by.
  static func registry(_ documents: [(path: String, document: JSONDocument)]) -> SchemaRegistry {
    var known: [String: JSONValue] = [:]
    for (path, document) in documents { known[uri(path, document.value)] = document.value }
    return SchemaRegistry(known)
  }

  /// The URI that a schema has for itself, or one made of its path, so that schemas beside each
  /// other resolve by their file names.
  static func uri(_ path: String, _ schema: JSONValue) -> String {
    schema["$id"]?.stringValue ?? "file://\(path.hasPrefix("/") ? "" : "/")\(path)"
  }

  /// The documents of a folder as `http://localhost:1234/` serves them to the official suite.
  static func remotes(_ folder: String) throws -> [String: JSONValue] {
    var known: [String: JSONValue] = [:]
    for path in try FileSystem.files(below: folder) where path.hasSuffix(".json") {
      let relative = path.dropFirst(folder.hasSuffix("/") ? folder.count : folder.count + 1)
      known["http://localhost:1234/\(relative)"] = try Input.json(path)
    }
    return known
  }
}

/// What schemas say of documents, for people and programs.
enum SchemaText {
  static func finish(
    _ results: [(path: String, violations: [SchemaViolation])], _ command: String,
    _ common: ReportOptions
  ) throws {
    let count = results.reduce(0) { $0 + $1.violations.count }
    switch common.format {
    case .json:
      Output.json(
        command,
        [
          "results": .array(
            results.map { path, violations in
              ["path": .string(path), "output": BasicOutput.render(violations)]
            })
        ])
    case .text:
      for (path, violations) in results {
        for violation in violations { Output.line("\(path):\(violation)") }
      }
      Output.line("\(results.count) checked, \(count) violations")
    default:
      let items = results.map { path, violations in
        Report.Item(name: path, problems: violations.map { .init($0, in: path) })
      }
      Report(name: command, items: items).print(as: common.format)
    }
    if count > 0 { throw ExitStatus.refused }
  }
}
