import ArgumentParser
import Writ
import WritJSON
import WritPolicy

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Explain, check and test the rules.",
    subcommands: [Explain.self, Check.self, Test.self])

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain",
      abstract: "Say which rules speak for a policy, why, and what each asks.",
      discussion: "The rules are those of the branch: the ones that the next change is judged by.")

    @Argument(help: "A policy's name, or a path under policies/ or governance/.")
    var name: String

    @Option(help: "Leave out rules that do not speak of this intent.")
    var intent: String?

    @Option(help: "The branch; the one that is checked out when not given.")
    var branch: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("rules explain")
      let path = try self.path()
      let wanted = try intent.map(IntentOption.parse)
      let ledger = try Ledger.open()
      let speaking = try ledger.rulesInForce(on: branch).speaking(for: path).filter {
        guard let wanted else { return true }
        return $0.rule.speaks(of: wanted)
      }
      let exists = try ledger.hasFile(path, on: branch)
      guard !common.isJSON else {
        return Output.json("rules explain", RulesText.json(path, speaking, exists: exists))
      }
      RulesText.explain(path, speaking)
      guard !exists else { return }
      Output.message(
        "note: The branch has no file \(Printable.line(path)); this is what rules would ask of a new one."
      )
    }

    private func path() throws -> String {
      let isPath = ["policies/", "governance/"].contains { name.utf8.starts(with: $0.utf8) }
      return isPath ? name : try DocumentName(name).path
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check the rules with their schemas and conditions.",
      discussion: "Without a folder, those of the work tree, or of the branch in a bare repository."
    )

    @Argument(help: "A folder that holds governance/, in a repository or not.")
    var folder: String?

    @OptionGroup var common: ReportOptions

    func run() throws {
      common.begin("rules check")
      let findings = try GovernanceFiles.read(folder).rulesFindings()
      switch common.format {
      case .json: Output.json("rules check", ["findings": .array(findings.map(\.json))])
      case .text:
        for finding in findings {
          let place = finding.line.map { ":\($0):\(finding.column ?? 1)" } ?? ""
          Output.line("\(Rules.path)\(place): \(finding.message)")
          Output.line("  mend: \(finding.mend)")
        }
        if findings.isEmpty { Output.line("The rules are sound.") }
      default:
        let problems = findings.map { Report.Problem($0) }
        Report(name: "rules check", items: [.init(name: Rules.path, problems: problems)])
          .print(as: common.format)
      }
      if !findings.isEmpty { throw ExitStatus.refused }
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Hold the rules against the cases in governance/tests/.",
      discussion: "Without a folder, those of the work tree, or of the branch in a bare repository."
    )

    @Argument(help: "A folder that holds governance/, in a repository or not.")
    var folder: String?

    @OptionGroup var common: ReportOptions

    func run() throws {
      common.begin("rules test")
      let results = try GovernanceFiles.read(folder).checkCases()
      switch common.format {
      case .json: Output.json("rules test", RuleCaseText.json(results))
      case .text, .tap: RuleCaseText.report(results).print(as: .tap)
      default: RuleCaseText.report(results).print(as: common.format)
      }
      if results.contains(where: { !$0.result.problems.isEmpty }) { throw ExitStatus.refused }
    }
  }
}

extension GovernanceFiles {
  /// Those of a folder, or of the repository around the current one.
  fileprivate static func read(_ folder: String?) throws -> GovernanceFiles {
    guard let folder else { return try Ledger.open().governanceFiles() }
    return try GovernanceFiles(folder: folder)
  }
}

/// The value of `--intent`.
enum IntentOption {
  static func parse(_ text: String) throws -> Intent {
    guard let intent = Intent(rawValue: text) else {
      throw UsageError(
        "'\(text)' is no intent.",
        hint: "one of: \(Intent.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return intent
  }
}
