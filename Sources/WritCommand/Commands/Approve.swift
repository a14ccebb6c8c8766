import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct Approve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve a change by a signature over exactly what it is.",
    discussion: """
      Approved are the change, the commit it is made on, its evidence, and the gates and rules \
      that judge it; when any of it is different, the approval is void. The approval of a plan \
      goes to --out or standard output, for 'writ apply --approval'; that of a proposal is put \
      beside its record, by a commit on its branch. With --review an apply that has landed is \
      reviewed: the approval is put beside it by a commit on the branch, which takes it off the \
      list of 'writ due'.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      A plan file, or a proposal or apply: its id, a commit, or the pull request '#N'. In a bare \
      repository, where files have the names of references, a plan of such a name is ./NAME.
      """,
      valueName: "PLAN|COMMIT|PR"))
  var target: String

  @Option(
    help: ArgumentHelp(
      """
      The key to sign with: a file, or 'key::' and a public key that an agent has; user.signingKey \
      when not given.
      """, valueName: "KEY"))
  var key: String?

  @Option(help: "How consent is given: human, delegated, break-glass.")
  var mode = "human"

  @Option(help: "Why, on one line; break-glass needs it.")
  var note: String?

  @Flag(help: "Review an apply that has landed on the branch that is checked out.")
  var review = false

  @Option(
    help: ArgumentHelp(
      "With --review: when its values must be looked at again.", valueName: "DATE"))
  var reviewBy: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "An artifact that the plan rests on; may be repeated.", valueName: "NAME=FILE"))
  var evidence: [String] = []

  @Option(
    name: .customLong("decision"), parsing: .singleValue,
    help: ArgumentHelp(
      "A decision that the apply will be given; may be repeated.", valueName: "FILE"))
  var decisions: [String] = []

  @Option(help: "Why the plan will be applied, as for 'writ apply'.")
  var intent = "apply"

  @Option(help: ArgumentHelp("Write the approval to this file.", valueName: "FILE"))
  var out: String?

  @OptionGroup var signing: SigningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("approve")
    let ledger = try Ledger.open()
    var request = ApprovalRequest(try parsedTarget(ledger))
    request.key = key.map(SigningOptions.path)
    guard let mode = Approval.Mode(rawValue: mode) else {
      throw UsageError(
        "'\(mode)' is no mode of approval.",
        hint: "one of: \(Approval.Mode.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    request.mode = mode
    request.note = try GivenApply.checked(note, "--note")
    request.isStored = out == nil
    guard reviewBy == nil || review else { throw UsageError("--review-by goes with --review.") }
    guard !review || (out == nil && mode == .human) else {
      throw UsageError("A review is kept beside its apply, and is a person's: no --out, no --mode.")
    }
    request.isReview = review
    request.reviewBy = reviewBy
    request.signing = try signing.choice
    let outcome = try ledger.approve(request)
    if let out { try FileSystem.write(outcome.envelope, to: out, durable: false) }
    if common.isJSON { Output.json("approve", try json(outcome)) } else { print(outcome) }
    if let doubt = outcome.doubt {
      Output.message("warning: as things stand this approval will not count: \(doubt)")
    }
  }

  private func parsedTarget(_ ledger: Ledger) throws -> ApprovalRequest.Target {
    // The files of a bare repository, such as HEAD, are no plans.
    let isReference = try ledger.repository.isBare && ledger.repository.resolve(target) != nil
    guard !isReference, FileSystem.exists(target) || target == "-", !FileSystem.isFolder(target)
    else {
      guard evidence.isEmpty, decisions.isEmpty, intent == "apply" else {
        throw UsageError("--evidence, --decision and --intent go with a plan.")
      }
      return .apply(target)
    }
    var plan = PlanToApprove(try Plan(try Input.json(target)))
    plan.evidence = try EvidenceOptions.read(evidence)
    plan.intent = try IntentOption.parse(intent)
    plan.decisions = try decisions.map { try GateDecision(try Input.json($0)) }
    return .plan(plan)
  }

  // MARK: Output

  private func print(_ outcome: ApprovalOutcome) {
    let isEnvelope = out == nil && outcome.stored == nil
    func tell(_ text: String) { isEnvelope ? Output.message(text) : Output.line(text) }
    if outcome.predicate.mode == .breakGlass { tell(Style.red("BREAK-GLASS approval")) }
    tell("Approved (\(outcome.predicate.mode.rawValue))")
    for change in outcome.changes.prefix(20) {
      tell("  \(change.document)#\(change.pointer): \(change.summary(brief: false))")
    }
    if outcome.changes.count > 20 { tell("  ... and \(outcome.changes.count - 20) more") }
    for file in outcome.files {
      let what = file.before == nil ? "added" : file.after == nil ? "removed" : "changed"
      let blobs = [file.before, file.after].compactMap { $0?.prefix(10) }
      tell(
        "  \(Printable.line(file.path)): \(what), as a file (\(blobs.joined(separator: " -> ")))")
    }
    tell("base        \(outcome.subject.base)")
    for item in outcome.subject.evidence { tell("evidence    \(item.name) (\(item.digest))") }
    for item in outcome.subject.gates { tell("gate        \(item.name)") }
    tell("key         \(outcome.key)")
    if let stored = outcome.stored {
      tell("stored      \(stored.branch.shortBranch) (\(stored.commit.prefix(10)))")
    }
    if let out { tell("written     \(out)") }
    if isEnvelope { Output.bytes(outcome.envelope) }
  }

  private func json(_ outcome: ApprovalOutcome) throws -> JSONObject {
    var object: JSONObject = [
      "digest": .string(try outcome.subject.digest().description),
      "approved": outcome.subject.json, "mode": .string(outcome.predicate.mode.rawValue),
      "time": .string(outcome.predicate.time.description), "key": .string(outcome.key),
      "envelope": try JSONDocument(parsing: outcome.envelope).value,
    ]
    object["note"] = outcome.predicate.note.map(JSONValue.string)
    object["doubt"] = outcome.doubt.map(JSONValue.string)
    object["branch"] = outcome.stored.map { .string($0.branch) }
    object["commit"] = outcome.stored.map { .string($0.commit) }
    return object
  }
}
