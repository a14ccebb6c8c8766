import ArgumentParser
import WritJSON

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge what two sides made of one JSON document, by value.",
    discussion: """
      Prints the merged document, laid out as OURS is. Where the sides disagree, the places are told \
      by JSON Pointer and the exit status is 5.
      """)

  @Argument(help: "The file that both sides started from.") var base: String
  @Argument(help: "The file to merge into.") var ours: String
  @Argument(help: "The file to merge in.") var theirs: String
  @OptionGroup var rules: MergeOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("merge")
    let report = JSONMerge.report(
      base: try Input.document(base), ours: try Input.document(ours),
      theirs: try Input.document(theirs), options: try rules.options())
    MergeText.tell(report, json: common.isJSON)
    if case .merged(let document) = report.result {
      return common.isJSON ? () : Output.bytes(document.bytes)
    }
    throw ExitStatus.conflict
  }
}

/// How documents are compared and merged.
struct MergeOptions: ParsableArguments {
  @Flag(
    help: """
      Merge by value alone: no merge of lines is taken, and no removal prevails over a change.
      """)
  var strict = false

  @OptionGroup var identity: IdentityOptions

  func options() throws -> JSONMergeOptions {
    var options = strict ? JSONMergeOptions.strict : .default
    options.identity = try identity.identity()
    return options
  }
}

/// What identifies the elements of arrays.
struct IdentityOptions: ParsableArguments {
  @Option(
    name: .customLong("key"), parsing: .singleValue,
    help: ArgumentHelp(
      "A member that identifies elements of arrays, besides id, name, key and domain; may be repeated.",
      valueName: "KEY"))
  var keys: [String] = []

  @Option(
    help: ArgumentHelp("A JSON Schema whose x-writ-key identifies elements.", valueName: "FILE"))
  var schema: String?

  func identity() throws -> JSONIdentity {
    var identity = try schema.map { JSONIdentity(schema: try Input.json($0)) } ?? .default
    identity.keys = keys + identity.keys
    return identity
  }
}
