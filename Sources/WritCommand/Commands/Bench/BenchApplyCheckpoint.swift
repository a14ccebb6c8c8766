import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct ApplyCheckpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "apply-checkpoint",
      abstract: "Apply the policy of a checkpoint that was approved.",
      discussion: """
        Refused when the approval is of another file or of other bytes, when it lacks what is required \
        of it, and when its commit is not part of the history that is named.
        """)

    @Option(help: ArgumentHelp("The checkpoint.", valueName: "FILE"))
    var checkpoint: String

    @Option(help: ArgumentHelp("What 'writ bench approval-manifest' wrote.", valueName: "FILE"))
    var approvalManifest: String

    @Flag(help: "The approval must tell where the change comes from.")
    var requireChangeContext = false

    @Flag(help: "The approval must tell the pull request.")
    var requirePrNumber = false

    @Flag(help: "The approval must tell the commit.")
    var requireCommitSha = false

    @Flag(help: "The approval must tell the branch.")
    var requireBranchName = false

    @Option(
      help: ArgumentHelp("The approval's commit must be part of this history.", valueName: "REF"))
    var requireCommitReachableFrom: String?

    @Flag(help: "Apply although the gate did not pass; it is recorded as an override.")
    var allowApplyWhenGateFails = false

    @Option(help: "Let a value come back that a rollback took away, and record why.")
    var overrideRollback: String?

    @Flag(help: "Do everything but the commit and the change of running systems.")
    var dryRun = false

    @Option(help: "What asks for the change, for the logs of the running system.")
    var source = "apply_checkpoint_cli"

    @OptionGroup var place: ProfilePlace

    @Option(help: "What happens when --system-url does not follow: rollback or diverged.")
    var onTargetFailure = TargetFailure.rollback

    @OptionGroup var system: RunningSystemOptions
    @OptionGroup var metadata: MetadataOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench apply-checkpoint")
      let bytes = try Input.bytes(checkpoint)
      let approved = try Checkpointed(checkpoint, bytes)
      let given = try Input.json(approvalManifest)
      let manifest = try BenchPlaces.told(approvalManifest) { try ApprovalManifest(given) }
      try manifest.require(checkpoint, bytes, requirements)
      let ledger = try Ledger.open()
      try requireReachable(manifest, ledger)
      let system = try system.connect()
      let document = try ProfileDocument(place.profilePolicy, ledger, place.branch)
      let application = try PolicyApplication(
        passes: approved.isGatePassed, models: approved.models, target: approved.target,
        current: try system?.policy() ?? document.value,
        allowsFailedGate: allowApplyWhenGateFails)
      let targets = try DeclaredTargets(document.name, ledger, place.branch, self.system)
      try targets.requireAnswers()
      let request = try request(ledger, document, application, manifest, bytes)
      let change = ProfileChange(
        ledger: ledger, system: system, targets: targets,
        alerting: try ProfileAlerting(ledger, document.name, place.branch), target: approved.target,
        previous: application.previous, payload: approved.target.json(source: source),
        onFailure: onTargetFailure)
      let response = try change.run(request) { _ in }
      if common.isJSON {
        Output.json("bench apply-checkpoint", ["response": response])
      } else {
        Output.line("approved by  \(Printable.line(manifest.by))")
        for (name, value) in response.objectValue ?? [:] {
          Output.line("\(name)  \(value.stringValue ?? value.compactText)")
        }
      }
    }

    private var requirements: ApprovalManifest.Requirements {
      var wanted = ApprovalManifest.Requirements()
      wanted.context = requireChangeContext
      wanted.pullRequest = requirePrNumber
      wanted.commit = requireCommitSha || requireCommitReachableFrom != nil
      wanted.branch = requireBranchName
      return wanted
    }

    /// The commit that was approved must be part of the history that is named.
    private func requireReachable(_ manifest: ApprovalManifest, _ ledger: Ledger) throws {
      guard let reference = requireCommitReachableFrom, let sha = manifest.context?.commit else {
        return
      }
      let tip = try ledger.commit(reference)
      let commit = try ledger.commit(sha)
      guard try ledger.repository.isAncestor(commit, of: tip) else {
        throw TrialError(
          .approval,
          "The commit \(sha.oneLine) that was approved is not part of '\(reference.oneLine)'.",
          hint: "merge the change first, or have what was merged approved")
      }
    }

    private func request(
      _ ledger: Ledger, _ document: ProfileDocument, _ application: PolicyApplication,
      _ manifest: ApprovalManifest, _ bytes: [UInt8]
    ) throws -> ApplyRequest {
      var request = ApplyRequest(.edits(document.edits(application.edits)))
      request.branch = place.branch
      request.intent = .promote
      request.metadata = try metadata.given.collect(ledger)
      request.metadata.rationale =
        request.metadata.rationale ?? "Model profiles of a checkpoint that was approved"
      if request.metadata.pullRequest == nil, let number = manifest.context?.pullRequest {
        request.metadata.pullRequest = manifest.context?.url ?? "#\(number)"
      }
      request.signing = try signing.choice
      request.isDryRun = dryRun
      request.rollbackOverride = try GivenApply.checked(overrideRollback, "--override-rollback")
      request.evidence = [
        try EvidenceInput(name: "checkpoint", fileName: "checkpoint.json", bytes: bytes),
        try EvidenceInput(
          name: "approval-manifest", fileName: "approval-manifest.json",
          bytes: try Input.bytes(approvalManifest)),
      ]
      if let reason = application.overrides {
        request.overrides = [
          .init(
            kind: Record.Override.profileGate, reason: reason, by: request.metadata.actor ?? "")
        ]
      }
      return request
    }
  }
}
