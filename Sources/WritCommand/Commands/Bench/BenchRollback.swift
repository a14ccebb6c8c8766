import ArgumentParser
import Writ
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct RollbackPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rollback-policy",
      abstract: "Return to the profile policy that a checkpoint kept, by a rollback commit.",
      discussion: """
        No gate holds it up. Where the checkpoint names the apply that followed it, the policy becomes \
        byte for byte what it was before; else the values that the checkpoint kept are set.
        """)

    @Option(
      help: ArgumentHelp("The checkpoint that dev-cycle --apply-policy wrote.", valueName: "FILE"))
    var checkpoint: String

    @Flag(help: "Do everything but the commit and the change of running systems.")
    var dryRun = false

    @Option(help: "What asks for the change, for the logs of the running system.")
    var source = "rollback_policy_cli"

    @Option(help: ArgumentHelp("Write the report here.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
    var outputDir = BenchPlaces.reports

    @OptionGroup var place: ProfilePlace

    @OptionGroup var system: RunningSystemOptions
    @OptionGroup var metadata: MetadataOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench rollback-policy")
      let now = Clock.now()
      let runID = RunID.of(now)
      let document = try Input.json(checkpoint)
      let checkpoint = checkpoint
      let way = try BenchPlaces.told(checkpoint) { try PolicyRollback(checkpoint: document) }
      let change = ProfileRollback(command: self, way: way, runID: runID)
      let path = output ?? "\(outputDir)/policy_rollback_\(runID).json"
      let (result, failure) = try change.run()
      let report = PolicyRollback.report(
        runID: runID, createdAt: now, checkpoint: checkpoint, serverURL: system.url ?? "",
        result: result)
      try BenchPlaces.write(report, to: path, durable: true)
      if common.isJSON {
        Output.json("bench rollback-policy", ["report": .string(path), "result": report])
      } else {
        for field in PolicyField.allCases {
          Output.line("\(field.rawValue)  \(way.policy[field].rawValue)")
        }
        if let id = result["response"]?["apply"]?.stringValue { Output.line("rollback  \(id)") }
        Output.line("report  \(path)")
      }
      if let failure { throw failure }
    }
  }
}

/// The way back, in the ledger and then in the running system.
struct ProfileRollback {
  let command: BenchCommand.RollbackPolicy
  let way: PolicyRollback
  let runID: String

  /// Goes back; the failure of the running system is handed on beside what was done.
  func run() throws -> (result: JSONValue, failure: (any Error)?) {
    let ledger = try Ledger.open()
    let system = try command.system.connect()
    let name = try DocumentName(command.place.profilePolicy)
    let targets = try DeclaredTargets(name, ledger, command.place.branch, command.system)
    let alerting = try ProfileAlerting(ledger, name, command.place.branch)
    let outcome = try goBack(ledger)
    var response: JSONObject = outcome.map(ProfileChange.json) ?? ["outcome": "unchanged"]
    if command.dryRun { return (way.result(source: command.source, response: nil), nil) }
    if outcome?.record != nil {
      response.merge(alerting.members(source: command.source, policy: way.policy))
    }
    var failure: (any Error)?
    let reports = try targets.follow(undo: nil)
    if !reports.isEmpty { response["targets"] = .array(reports.map(\.json)) }
    if let error = DeclaredTargets.failure(reports) {
      response["state"] = "diverged"
      failure = error
    }
    if let system {
      do {
        response["target"] = try system.change(way.policy.json(source: command.source))
      } catch {
        // The rollback commit stays: the branch says what is safe, and the difference is told.
        if !system.follows(way.policy) {
          response["target"] = ["error": .string(Failure.sentence(error))]
          response["state"] = "diverged"
          failure = error
        }
      }
    }
    return (way.result(source: command.source, response: .object(response)), failure)
  }

  private func goBack(_ ledger: Ledger) throws -> ApplyOutcome? {
    var metadata = try command.metadata.given.collect(ledger)
    metadata.rationale =
      metadata.rationale ?? "Return to the model profiles before \(way.apply ?? "the checkpoint")"
    let name = try DocumentName(command.place.profilePolicy)
    let artifact = try EvidenceInput(
      name: "checkpoint", fileName: "checkpoint.json",
      bytes: try Input.bytes(command.checkpoint))
    if let apply = try way.apply ?? applied(artifact, ledger, name) {
      var request = RollbackRequest(.to("checkpoint/\(apply)"))
      request.only = [name]
      request.branch = command.place.branch
      request.metadata = metadata
      request.signing = try command.signing.choice
      request.evidence = [artifact]
      request.isDryRun = command.dryRun
      try requireKept(ledger, name, "checkpoint/\(apply)")
      return try told(ledger.rollback(request))
    }
    let document = try ProfileDocument(command.place.profilePolicy, ledger, command.place.branch)
    let edits = document.edits(way.edits)
    guard !edits.isEmpty else { return nil }
    var request = ApplyRequest(.edits(edits))
    request.branch = command.place.branch
    request.metadata = metadata
    request.signing = try command.signing.choice
    request.evidence = [artifact]
    request.isDryRun = command.dryRun
    // A way back is not held up, although it brings values back.
    request.rollbackOverride = metadata.rationale
    return try told(ledger.apply(request))
  }

  /// The newest apply that rests on the checkpoint byte for byte, as one of an approved checkpoint
  /// does.
  private func applied(
    _ checkpoint: EvidenceInput, _ ledger: Ledger, _ name: DocumentName
  ) throws -> String? {
    var filter = LogFilter()
    filter.document = name
    filter.evidence = checkpoint.item.digest.hex
    filter.intent = .promote
    filter.limit = 1
    var found: String?
    try ledger.log(on: command.place.branch, filter) { found = $0.record?.id.description }
    // What was in force may have changed between the checkpoint and its apply; then its values count.
    guard let found, try kept(ledger, name, "checkpoint/\(found)") == way.policy else { return nil }
    return found
  }

  private func told(_ outcome: ApplyOutcome) throws -> ApplyOutcome {
    for note in outcome.notes { Output.message("note: \(note)") }
    if let unfinished = outcome.unfinished {
      throw LedgerError(.failure, "unfinished", unfinished, hint: "run 'writ doctor --fix'")
    }
    return outcome
  }

  /// Refuses a checkpoint file that says something else than the ledger kept.
  private func requireKept(_ ledger: Ledger, _ name: DocumentName, _ revision: String) throws {
    guard try kept(ledger, name, revision) == way.policy else {
      throw TrialError(
        .approval,
        "The checkpoint's previous policy is not what the ledger kept as \(revision).",
        hint: "'writ rollback --to \(revision) --only \(name)' returns to what the ledger kept")
    }
  }

  /// The policy as the ledger kept it.
  private func kept(
    _ ledger: Ledger, _ name: DocumentName, _ revision: String
  ) throws -> ProfilePolicy {
    let commit = try ledger.commit("refs/tags/\(revision)")
    guard let stored = try ledger.snapshot(commit).stored(name),
      let active = try JSONDocument(parsing: stored.bytes).value["active"]
    else {
      throw TrialError(.noPolicy, "The ledger's \(revision) has no profile policy '\(name)'.")
    }
    return try ProfilePolicy(active, "The ledger's policy")
  }
}
