import ArgumentParser
import Glibc
import Writ
import WritGit
import WritJSON
import WritPolicy

struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "The governance check, as git's hooks call it.",
    subcommands: [
      Install.self, PreCommit.self, PrepareCommitMessage.self, CommitMessageHook.self,
      PreReceive.self,
    ])

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install",
      abstract: "Put the hooks in place; hooks that are there are kept and run first.")
    @Flag(help: "Replace hooks that are not writ's.") var force = false
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("hook install")
      let hooks = try Ledger.open().installHooks(replacing: force)
      if common.isJSON {
        let list = hooks.map { hook -> JSONValue in
          [
            "name": .string(hook.name), "path": .string(hook.path),
            "outcome": .string(hook.outcome.rawValue),
          ]
        }
        return Output.json("hook install", ["hooks": .array(list)])
      }
      for hook in hooks { Output.line("\(hook.name.padded(to: 20))\(hook.outcome.rawValue)") }
    }
  }

  struct PreCommit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-commit", abstract: "Refuse staged policies that are not strict JSON.")
    @OptionGroup var common: ReportOptions

    func run() throws { try ClientHook.preCommit.run([], common) }
  }

  struct PrepareCommitMessage: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prepare-commit-msg", abstract: "Note whether a commit is being amended.")
    @Argument(help: "The file with the message.") var file: String
    @Argument(help: "Where the message comes from.") var source: String?
    @Argument(help: "The commit that it comes from.") var commit: String?

    func run() throws {
      try ClientHook.prepareCommitMessage.run([file, source, commit].compactMap { $0 }, nil)
    }
  }

  struct CommitMessageHook: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "commit-msg",
      abstract: "Refuse a commit that changes policy without governance metadata.")
    @Argument(help: "The file with the message.") var file: String
    @OptionGroup var common: ReportOptions

    func run() throws { try ClientHook.commitMessage.run([file], common) }
  }

  struct PreReceive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-receive", abstract: "Refuse a push that brings an ungoverned change.")
    @OptionGroup var common: ReportOptions

    func run() throws {
      common.begin("hook pre-receive")
      let ledger = try Ledger.open(recovering: false)
      let input = try FileSystem.readAll(STDIN_FILENO, "standard input", limit: 256 << 20)
      let lines = String(decoding: input, as: UTF8.self).split(separator: "\n")
      let references = try lines.map { line in
        guard let reference = PushedReference(line: String(line)) else {
          throw UsageError("'\(line)' is not 'old new reference'.")
        }
        return reference
      }
      try HookText.finish(try ledger.judgePush(references), common)
    }
  }
}

/// What a hook says to the person who commits or pushes.
enum HookText {
  static func finish(_ verdict: CommitVerdict, _ format: ReportFormat) throws {
    if format == .json {
      Output.json(
        Failure.command,
        [
          "allowed": .bool(verdict.isAllowed),
          "findings": .array(verdict.verdict.findings.map(\.json)),
        ])
    }
    let problems = verdict.verdict.findings.map { Report.Problem($0) }
    Report(name: Failure.command, items: [.init(name: verdict.label, problems: problems)])
      .print(as: format)
    guard !verdict.isAllowed else { return }
    Output.message("writ refuses \(verdict.label):")
    for finding in verdict.verdict.findings { tell(finding) }
    throw ExitStatus.refused
  }

  static func finish(_ findings: [PushFinding], _ common: ReportOptions) throws {
    if common.isJSON {
      let list = findings.map { item -> JSONValue in
        var object: JSONObject = ["reference": .string(item.reference)]
        object["commit"] = item.commit.map(JSONValue.string)
        object["finding"] = item.finding.json
        return .object(object)
      }
      Output.json(
        Failure.command, ["allowed": .bool(findings.isEmpty), "findings": .array(list)])
    }
    report(findings).print(as: common.format)
    guard !findings.isEmpty else { return }
    Output.message("writ refuses this push:")
    var told = ""
    for item in findings {
      let place = item.commit.map { "commit \($0.prefix(10))" } ?? item.reference
      if place != told { Output.message(" \(place)") }
      told = place
      tell(item.finding)
    }
    throw ExitStatus.refused
  }

  /// An item for each commit or reference at fault.
  private static func report(_ findings: [PushFinding]) -> Report {
    var report = Report(name: Failure.command, items: [])
    var names: [String] = []
    for name in findings.map({ $0.commit ?? $0.reference }) where !names.contains(name) {
      names.append(name)
    }
    for name in names {
      let own = findings.filter { ($0.commit ?? $0.reference) == name }
      report.items.append(
        .init(name: name, problems: own.map { Report.Problem($0.finding) }))
    }
    return report
  }

  private static func tell(_ finding: Finding) {
    let place = [finding.path, finding.pointer].compactMap { $0 }.joined(separator: "#")
    Output.message("  - \(finding.message)\(place.isEmpty ? "" : " [\(place)]")")
    Output.message("    mend: \(finding.mend)")
  }
}
