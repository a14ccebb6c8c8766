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
      PreApplyPatch.self, PrePush.self, PreReceive.self, Update.self,
    ])

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install",
      abstract: "Put the hooks in place; hooks that are there are kept and run first.")
    @Argument(
      help: ArgumentHelp(
        "Which hooks; those that belong into the repository where none is named.",
        valueName: "name"))
    var names: [String] = []
    @Flag(help: "Replace hooks that are not writ's.") var force = false
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("hook install")
      let hooks = try Ledger.open().installHooks(names, replacing: force)
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

  struct PreApplyPatch: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-applypatch",
      abstract: "Refuse a patch of 'git am' that changes policy without governance metadata.")
    @OptionGroup var common: ReportOptions

    func run() throws { try ClientHook.preApplyPatch.run([], common) }
  }
}
