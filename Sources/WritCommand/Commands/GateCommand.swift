import ArgumentParser
import Writ
import WritEvidence
import WritGit
import WritJSON
import WritPolicy

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Judge evidence by the gates under governance/gates/.",
    subcommands: [Evaluate.self, Verify.self, Check.self, List.self])

  struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "evaluate",
      abstract: "Decide whether evidence lets a plan pass: promote or hold.",
      discussion: "Exits with 0 when the decision is promote and with 4 when it is hold.")

    @Argument(help: "The gate: its name on the commit of the plan, or a file that ends in .json.")
    var gate: String

    @OptionGroup var inputs: GateOptions

    @Option(help: ArgumentHelp("Write the decision here.", valueName: "decision.json"))
    var out: String?

    @OptionGroup var clock: AsOfOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("gate evaluate")
      let decision = try inputs.read(gate).decide(at: clock.time())
      if let out {
        try FileSystem.write(decision.document.serialized(), to: out, durable: false)
      }
      if common.isJSON {
        Output.json("gate evaluate", DecisionText.json(decision))
      } else {
        DecisionText.print(decision)
      }
      if decision.word != "promote" { throw ExitStatus.held }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Work a decision out again and compare it byte for byte, offline.",
      discussion: """
        It is worked out for the time that it states. Whether it may still be relied on, as an apply \
        asks, is held against the time of --as-of, and not asked without it.
        """)

    @Argument(help: "The decision that 'writ gate evaluate --out' wrote.")
    var decision: String

    @Option(help: "The gate: its name on the commit of the plan, or a file that ends in .json.")
    var gate: String

    @OptionGroup var inputs: GateOptions
    @OptionGroup var clock: AsOfOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("gate verify")
      let given = try GateDecision(try Input.json(decision))
      let problem = try inputs.read(gate).problem(with: given, at: clock.given())
      let bound = try BoundDecision(given.document)
      let isExpired = try clock.time() > bound.expiresAt
      if common.isJSON {
        var object: JSONObject = [
          "holds": .bool(problem == nil), "digest": .string(given.digest.description),
          "expired": .bool(isExpired),
        ]
        object["reason"] = problem.map(JSONValue.string)
        Output.json("gate verify", object)
      } else {
        Output.line(
          problem ?? "The decision is what the gate gives: \(given.word), \(given.digest)")
        if problem == nil, isExpired {
          Output.message(
            "note: It expired at \(bound.expiresAt); no apply relies on it any longer.")
        }
      }
      if problem != nil { throw ExitStatus.refused }
    }
  }
}

/// What a decision follows from, beside the gate.
struct GateOptions: ParsableArguments {
  @Option(
    name: .customLong("evidence"), parsing: .singleValue,
    help: ArgumentHelp("An artifact by the gate's name for it; repeated.", valueName: "NAME=FILE"))
  var evidence: [String] = []

  @Option(help: "The plan that 'writ plan --out' wrote.")
  var plan: String

  func read(_ gate: String) throws -> GateInputs {
    let plan = try Plan(try Input.json(plan))
    let gate = try GateInput.gate(gate, base: plan.base)
    return GateInputs(
      gate: gate, readings: try GateInput.evidence(evidence, of: gate),
      subject: try GateSubject(plan))
  }
}
