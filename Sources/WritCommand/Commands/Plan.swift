import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show what would change, by value, and what the rules say.",
    discussion: """
      Without a change option, the edits of the work tree under policies/ are taken. Gates are asked \
      with the evidence that is given. A change that the rules refuse is shown with what they say, \
      and is no error: 'writ apply --dry-run' exits as the apply would.
      """)

  @OptionGroup var change: ChangeOptions

  @Option(help: ArgumentHelp("Write the plan here, for 'writ apply PLAN'.", valueName: "plan.json"))
  var out: String?

  @Flag(help: "Exit with 2 when changes are pending.")
  var detailedExitcode = false

  @Option(help: "Why the change is made: rules may ask other things of each intent.")
  var intent = "apply"

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "An artifact that the change rests on; may be repeated.", valueName: "NAME=FILE"))
  var evidence: [String] = []

  @OptionGroup var metadata: MetadataOptions
  @OptionGroup var clock: AsOfOptions
  @Option(help: "How to print the result; markdown is fit for the body of a pull request.")
  var format = PlanFormat.text

  mutating func validate() throws { Failure.format = format == .json ? .json : .text }

  func run() throws {
    Failure.command = "plan"
    let ledger = try Ledger.open(asOf: clock.given())
    let given = try metadata.given.collect(ledger)
    let artifacts = try EvidenceOptions.read(evidence)
    let planned = try ledger.plan(
      change.given.request(), on: change.branch, intent: IntentOption.parse(intent),
      metadata: given, evidence: artifacts)
    // An empty plan is written too, so that a pipeline of plan and apply needs no special case.
    if let out { try FileSystem.write(planned.plan.json.serialized(), to: out, durable: false) }
    for note in planned.notes { Output.message("note: \(note)") }
    switch format {
    case .text: print(planned)
    case .json: Output.json("plan", json(planned))
    case .markdown:
      let text = PlanMarkdown(planned: planned, metadata: given, evidence: artifacts)
      for line in text.lines { Output.line(line) }
    }
    if detailedExitcode, !planned.isEmpty { throw ExitStatus.changesPending }
  }

  private func print(_ planned: PlannedChange) {
    if planned.isEmpty { return Output.line("No changes.") }
    let plan = planned.plan
    ChangeText.print(planned.documents)
    Output.line()
    Output.line("base    \(plan.base.prefix(10)) (\(plan.branch.shortBranch))")
    Output.line("plan    \(plan.digest)")
    if !planned.verdict.speaking.isEmpty {
      Output.line("rules   \(planned.verdict.speaking.joined(separator: ", "))")
    }
    for limit in planned.verdict.limits {
      let word = limit.isInside ? Style.green("inside") : Style.red("outside")
      Output.line("limit   \(limit.document)#\(limit.pointer) \(word) (\(limit.rule))")
    }
    for checked in planned.verdict.requirements where checked.requirement.kind != .limit {
      Output.line(PlanCommand.line(checked))
    }
    for finding in planned.verdict.findings {
      Output.line("\(Style.red("refused")) \(finding.message)")
      Output.line("        mend: \(finding.mend)")
    }
    for held in planned.held {
      Output.line(
        "\(Style.yellow("held"))    \(held.document)#\(held.pointer) was rolled back by \(held.rollback.prefix(10))"
      )
    }
    if let out { Output.line("written \(out)") }
  }

  /// What came of one requirement: `asked   approvals broken: 2 approvals (human) (steps)`.
  private static func line(_ checked: CheckedRequirement) -> String {
    let requirement = checked.requirement
    let word = checked.outcome.rawValue
    let shown = checked.outcome.refuses ? Style.red(word) : Style.green(word)
    let document = checked.document.map { " \($0)" } ?? ""
    return "asked   \(requirement.kind.rawValue)\(document) \(shown): \(requirement.words) "
      + "(\(requirement.rule))"
  }

  private func json(_ planned: PlannedChange) -> JSONObject {
    var object: JSONObject = [
      "changes": .array(planned.documents.flatMap(\.json)),
      "rules": .array(planned.verdict.speaking.map(JSONValue.string)),
      "findings": .array(planned.verdict.findings.map(\.json)),
      "limits": .array(
        planned.verdict.limits.map {
          [
            "rule": .string($0.rule), "policy": .string($0.document),
            "pointer": .string($0.pointer), "inside": .bool($0.isInside),
          ]
        }),
      "requirements": .array(planned.verdict.requirements.map(\.json)),
      "held": .array(
        planned.held.map {
          [
            "policy": .string($0.document), "pointer": .string($0.pointer),
            "rollback": .string($0.rollback),
          ]
        }),
    ]
    object["base"] = .string(planned.plan.base)
    object["branch"] = .string(planned.plan.branch)
    object["digest"] = .string(planned.plan.digest.description)
    object["notes"] = .array(planned.notes.map(JSONValue.string))
    return object
  }
}

/// How a plan is printed.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}
