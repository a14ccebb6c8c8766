import ArgumentParser
import Writ
import WritPolicy

struct Apply: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make a change: judged, committed with its evidence and record, checkpoint first.",
    discussion: """
      Without a plan and without a change option, the edits of the work tree under policies/ are \
      applied.
      """)

  @Argument(help: "A plan that 'writ plan --out' wrote.")
  var plan: String?

  @OptionGroup var change: ChangeOptions
  @OptionGroup var metadata: MetadataOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "An artifact that the change rests on; may be repeated.", valueName: "NAME=FILE"))
  var evidence: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A signed approval that 'writ approve' made; may be repeated.", valueName: "FILE"))
  var approval: [String] = []

  @Option(
    help:
      "Why the change is made: apply, expand, resume, pause, promote, constrain, observe, confirm.")
  var intent = "apply"

  @Flag(help: "Do everything but write.")
  var dryRun = false

  @Flag(help: "Write to a branch writ/<id> of its own, for a pull request.")
  var propose = false

  @Option(help: "Let a value come back that a rollback took away, and record why.")
  var overrideRollback: String?

  @Option(
    help: ArgumentHelp(
      "A forge's event payload: fills in pull request, actor, approval and commit.",
      valueName: "FILE"))
  var event: String?

  @OptionGroup var signing: SigningOptions

  @Option(
    name: .customLong("decision"), parsing: .singleValue,
    help: ArgumentHelp(
      "A decision that 'writ gate evaluate --out' wrote of this plan; may be repeated.",
      valueName: "FILE"))
  var decisions: [String] = []

  @Option(help: "Let the change pass against a gate that allows that, and record why.")
  var overrideGate: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("apply")
    var given = GivenApply()
    given.plan = plan
    given.change = change.given
    given.metadata = metadata.given
    given.evidence = evidence
    given.approvals = approval
    given.signing = try signing.choice
    given.intent = intent
    given.isDryRun = dryRun
    given.isProposal = propose
    given.overrideRollback = overrideRollback
    given.decisions = decisions
    given.overrideGate = overrideGate
    given.event = event
    try given.run(isJSON: common.isJSON)
  }
}

/// Reads the artifacts that `--evidence NAME=FILE` names.
enum EvidenceOptions {
  /// More than any rule allows; the rules' own bound is judged later and named.
  private static let limit = 1 << 30

  /// The names and the files, each name once.
  static func files(_ options: [String]) throws -> [(name: String, path: String)] {
    var result: [(name: String, path: String)] = []
    for option in options {
      guard let equals = option.firstIndex(of: "="), equals != option.startIndex else {
        throw UsageError("--evidence '\(option)' is not NAME=FILE.")
      }
      let name = String(option[..<equals])
      if result.contains(where: { $0.name == name }) {
        throw UsageError("Two artifacts are named '\(name)'.")
      }
      result.append((name, String(option[option.index(after: equals)...])))
    }
    return result
  }

  static func read(_ options: [String]) throws -> [EvidenceInput] {
    try files(options).map { name, path in
      let bytes = try Input.bytes(path, limit: limit)
      let fileName = path.split(separator: "/").last.map(String.init) ?? name
      return try EvidenceInput(name: name, fileName: fileName, bytes: bytes)
    }
  }
}
