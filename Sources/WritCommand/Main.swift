import ArgumentParser
import CWritShim
import Glibc

/// The executable: reads the command line, calls the ledger, prints what came of it.
@main
struct WritCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "writ",
    abstract: "Policy as code on Git: every change carries evidence, approval and a way back.",
    discussion: """
      Policy is JSON under policies/; governance/rules.json says who may change what. 'writ apply' \
      makes a commit that carries its evidence and provenance, 'writ rollback' returns to a \
      checkpoint by a new commit, and hooks refuse commits without governance metadata.
      """,
    version: Version.text,
    subcommands: [
      Init.self,
      PlanCommand.self,
      Approve.self,
      Apply.self,
      Rollback.self,
      CheckpointCommand.self,
      Log.self,
      Show.self,
      TraceCommand.self,
      BlameCommand.self,
      PullRequestCommand.self,
      ReportCommand.self,
      Due.self,
      BisectCommand.self,
      Diff.self,
      MergeCommand.self,
      Verify.self,
      Sync.self,
      Drift.self,
      Serve.self,
      GapCommand.self,
      Export.self,
      Validate.self,
      GateCommand.self,
      EvidenceCommand.self,
      BenchCommand.self,
      SchemaCommand.self,
      Eval.self,
      RulesCommand.self,
      HookCommand.self,
      DriverCommand.self,
      Doctor.self,
      Completion.self,
    ])

  static func main() {
    writ_prepare_memory()
    // A reader that goes away early (`writ log | head`) is no error.
    signal(SIGPIPE, SIG_DFL)
    do {
      let given = try Arguments.given()
      Failure.expect(given)
      var arguments = try WorkingFolder.enter(given)
      if arguments.first == Eval._commandName { arguments = Eval.arranged(arguments) }
      Failure.expect(arguments)
      try SigningOptions.refuseEmpty(arguments)
      try run(arguments)
    } catch let status as ExitStatus {
      Output.flush()
      Glibc.exit(status.rawValue)
    } catch {
      Output.flush()
      Failure.report(error, parser: Self.self)
    }
    Output.flush()
    guard Output.failed else { Glibc.exit(0) }
    Output.message("error: The command was carried out, but its result could not be written.")
    Glibc.exit(ExitStatus.failure.rawValue)
  }

  /// The parser builds the tree of all commands before it reads a word, which costs more than a
  /// short command does.
  ///
  /// So the verb is looked up first; whatever its own parser does not take goes to the whole tree,
  /// which words help and errors.
  private static func run(_ arguments: [String]) throws {
    if try PlainHook.run(arguments) || GivenApply.runPlainly(arguments) { return }
    let verb = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    if let verb, var command = try? verb.parseAsRoot(Array(arguments.dropFirst())) {
      let inner = verb.configuration.subcommands
      // A request for help parses as a command of its own.
      if (inner.isEmpty ? [verb] : inner).contains(where: { $0 == type(of: command) }) {
        return try command.run()
      }
    }
    var command = try parseAsRoot(arguments)
    try command.run()
  }
}
