import ArgumentParser
import Writ
import WritGit
import WritJSON
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
    let ledger = try Ledger.open()
    var request = ApplyRequest(try changeRequest())
    request.branch = change.branch
    request.intent = try IntentOption.parse(intent)
    request.metadata = try metadata.collect(ledger)
    request.evidence = try EvidenceOptions.read(evidence)
    request.isDryRun = dryRun
    request.isProposal = propose
    request.rollbackOverride = try Self.checked(overrideRollback, "--override-rollback")
    request.gateOverride = try Self.checked(overrideGate, "--override-gate")
    request.decisions = try decisions.map { try GateDecision(try Input.json($0)) }
    if case .plan(let plan) = request.change, request.branch == nil { request.branch = plan.branch }
    try OutcomeText.finish(ledger.apply(request), "apply", common)
  }

  private func changeRequest() throws -> ChangeRequest {
    guard let plan else { return try change.request() }
    guard change.isEmpty else {
      throw UsageError("A plan says what to change, so --set, --remove and --patch do not fit.")
    }
    return .plan(try Plan(try Input.json(plan)))
  }

  /// A reason goes into the record, and must be fit for it.
  private static func checked(_ reason: String?, _ option: String) throws -> String? {
    guard let reason else { return nil }
    if let problem = GovernanceKey.rationale.check(reason) {
      throw UsageError("\(option): \(problem.sentence)", hint: problem.hint)
    }
    return reason
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
