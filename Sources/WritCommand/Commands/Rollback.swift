import ArgumentParser
import Writ
import WritPolicy

struct Rollback: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Go back by a new commit: to a checkpoint, or without one apply.",
    discussion: """
      --to makes policies/ identical to the checkpoint's. --undo takes back what one apply \
      changed, by value, and keeps what came later; a value that was changed since is a conflict. \
      Gates and limits never hold a rollback up, and governance/ is left as it is.
      """)

  @Option(help: "The checkpoint to return to: checkpoint/<id or name>, an id or a name.")
  var to: String?

  @Option(help: "The apply to take back: its id, or any commit.")
  var undo: String?

  @Option(parsing: .singleValue, help: "Go back with this policy alone; may be repeated.")
  var only: [String] = []

  @Option(help: "The branch; the one that is checked out when not given.")
  var branch: String?

  @OptionGroup var metadata: MetadataOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("An artifact that the rollback rests on.", valueName: "NAME=FILE"))
  var evidence: [String] = []

  @Flag(help: "Do everything but write.")
  var dryRun = false

  @OptionGroup var signing: SigningOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("rollback")
    let ledger = try Ledger.open()
    var request = RollbackRequest(try target())
    request.only = try only.map { try DocumentName($0) }
    request.branch = branch
    request.metadata = try metadata.given.collect(ledger)
    request.evidence = try EvidenceOptions.read(evidence)
    request.signing = try signing.choice
    request.isDryRun = dryRun
    try OutcomeText.finish(ledger.rollback(request), "rollback", isJSON: common.isJSON)
  }

  private func target() throws -> RollbackRequest.Target {
    switch (to, undo) {
    case (let checkpoint?, nil): return .to(checkpoint)
    case (nil, let apply?): return .undo(apply)
    default:
      throw UsageError(
        "Say where to go back: --to CHECKPOINT or --undo ID, one of them.",
        hint: "list checkpoints with 'writ checkpoint list' and applies with 'writ log'")
    }
  }
}
