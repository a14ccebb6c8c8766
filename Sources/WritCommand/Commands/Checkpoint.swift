import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "List, show, make and compare checkpoints.",
    subcommands: [List.self, Show.self, Create.self, Diff.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List all checkpoints.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("checkpoint list")
      let (checkpoints, faults) = try Ledger.open().checkpoints()
      if common.isJSON {
        if let fault = faults.first { throw fault }
        return Output.json(
          "checkpoint list", ["checkpoints": .array(checkpoints.map { .object($0.json) })])
      }
      for checkpoint in checkpoints { Output.line(checkpoint.line) }
      for fault in faults.dropFirst() { Output.message("error: \(fault.message)") }
      if let fault = faults.first { throw fault }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a checkpoint and what changed since.")
    @Argument(help: "The checkpoint.") var checkpoint: String
    @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("checkpoint show")
      let ledger = try Ledger.open()
      let branch = try ledger.viewpoint(branch)
      let checkpoint = try ledger.checkpoint(checkpoint, on: branch)
      let changes = try ledger.policyChanges(from: checkpoint.commit, to: branch.tip)
      let signature = try ledger.signature(of: checkpoint)
      if common.isJSON {
        var object = checkpoint.json
        object["changesSince"] = .array(changes.flatMap(\.json))
        object["signature"] = signature.map { SignatureText.json($0) }
        return Output.json("checkpoint show", object)
      }
      Output.line(checkpoint.line)
      if let message = checkpoint.message { Output.line(message.trimmedEnd) }
      if let signature { Output.line("signature   \(SignatureText.line(signature))") }
      Output.line(changes.isEmpty ? "Nothing changed since." : "Changed since:")
      ChangeText.print(changes)
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Make a checkpoint by name; it is never moved or retired.")
    @Argument(help: "The name.") var name: String
    @Option(help: "The commit; the tip of the branch when not given.") var at: String?
    @Option(name: [.short, .long], help: "What to say about it.") var message: String?
    @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
    @OptionGroup var signing: SigningOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("checkpoint create")
      let made = try Ledger.open().createCheckpoint(
        name, at: at, on: branch, message: message, signing: signing.choice)
      if common.isJSON { return Output.json("checkpoint create", made.json) }
      Output.line(made.line)
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Compare the policies of two checkpoints, or of one and the tip, by value.")
    @Argument(help: "The older checkpoint.") var from: String
    @Argument(help: "The newer one; the tip of the branch when not given.") var to: String?
    @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("checkpoint diff")
      let ledger = try Ledger.open()
      let branch = try ledger.viewpoint(branch)
      let older = try ledger.checkpoint(from, on: branch).commit
      let newer = try to.map { try ledger.checkpoint($0, on: branch).commit } ?? branch.tip
      let changes = try ledger.policyChanges(from: older, to: newer)
      if common.isJSON {
        return Output.json("checkpoint diff", ["changes": .array(changes.flatMap(\.json))])
      }
      ChangeText.print(changes)
    }
  }
}

extension Checkpoint {
  fileprivate var line: String {
    let time = tagger.map { Instant(seconds: $0.seconds).description } ?? "retired"
    return "\(name)  \(commit.short)  \(time)\(isAutomatic ? "" : "  (named)")"
  }

  fileprivate var json: JSONObject {
    var object: JSONObject = [
      "name": .string(name), "tag": .string(tag), "commit": .string(commit.hex),
      "automatic": .bool(isAutomatic), "retired": .bool(tagger == nil),
    ]
    object["time"] = tagger.map { .string(Instant(seconds: $0.seconds).description) }
    object["message"] = message.map { .string($0.trimmedEnd) }
    return object
  }
}

extension String {
  /// The text without line feeds and spaces at its end.
  var trimmedEnd: String {
    var rest = self[...]
    while let last = rest.utf8.last, last == 0x0A || last == 0x20 { rest.removeLast() }
    return String(rest)
  }
}
