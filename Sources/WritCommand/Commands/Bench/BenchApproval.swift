import ArgumentParser
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct Approval: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "approval-manifest",
      abstract: "Approve or reject a checkpoint, bound to its bytes and to the change it is of.")

    /// What is said of a checkpoint.
    enum Decision: String, ExpressibleByArgument, CaseIterable { case approved, rejected }

    @Option(help: ArgumentHelp("The checkpoint.", valueName: "FILE"))
    var checkpoint: String

    @Option(help: "What is said of it.")
    var decision: Decision

    @Option(help: "Who says so.")
    var approvedBy: String

    @Option(help: "What else there is to say.")
    var notes = ""

    @Option(help: "The number of the pull request.")
    var prNumber: Int?

    @Option(help: "The address of the pull request.")
    var prUrl: String?

    @Option(help: "The commit of the change.")
    var commitSha: String?

    @Option(help: "The branch of the change.")
    var branchName: String?

    @Option(help: "What asks for it.")
    var source = "approval_manifest_cli"

    @Option(help: ArgumentHelp("Write the manifest here.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
    var outputDir = BenchPlaces.reports

    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench approval-manifest")
      guard !approvedBy.allSatisfy(\.isWhitespace) else {
        throw UsageError("--approved-by names nobody.")
      }
      let bytes = try Input.bytes(checkpoint)
      _ = try Checkpointed(checkpoint, bytes)
      let context = try ApprovalManifest.ChangeContext(
        pullRequest: prNumber, url: prUrl, commit: commitSha, branch: branchName)
      let now = Clock.now()
      let manifest = ApprovalManifest.json(
        runID: RunID.of(now), createdAt: now, checkpoint: checkpoint, digest: Digest(of: bytes),
        isApproved: decision == .approved, by: approvedBy, notes: notes, source: source,
        context: context)
      let path = output ?? "\(outputDir)/approval_manifest_\(RunID.of(now)).json"
      try BenchPlaces.write(manifest, to: path, durable: true)
      if common.isJSON {
        Output.json("bench approval-manifest", ["path": .string(path), "manifest": manifest])
      } else {
        Output.line("\(decision.rawValue)  \(checkpoint) (\(Digest(of: bytes)))")
        Output.line("manifest  \(path)")
      }
    }
  }
}
