import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// Applies recommendations: a durable checkpoint first, then the commit, then what follows it.
struct ProfileApply {
  let options: ApplyOptions
  let metadata: MetadataOptions
  let signing: SigningOptions
  let gate: GateRun.Outcome
  let gatePath: String
  let runID: String
  let now: Instant
  let folder: String
  let evidence: [(name: String, path: String)]

  /// Makes the change, and gives what came of it.
  func run() throws -> JSONValue {
    let ledger = try Ledger.open()
    let system = try options.system.connect()
    let document = try ProfileDocument(options.place.profilePolicy, ledger, options.place.branch)
    try document.requireGoverned(gate.policy.bytes, gate.policy.path)
    let models = gate.result.recommendedModels
    let application = try PolicyApplication(
      passes: gate.isPassed, models: models, target: options.target,
      current: try system?.policy() ?? document.value,
      allowsFailedGate: options.allowApplyWhenGateFails)
    let targets = try DeclaredTargets(document.name, ledger, options.place.branch, options.system)
    try targets.requireAnswers()
    let alerting = try ProfileAlerting(ledger, document.name, options.place.branch)
    var checkpoint = PolicyCheckpoint(
      runID: runID, createdAt: now, application: application, gateReport: gatePath,
      serverURL: options.system.url ?? "", source: options.applySource,
      governance: gate.result.governanceJSON)
    let path = options.checkpointOutput ?? "\(folder)/profile_policy_checkpoint_\(runID).json"
    // Before anything changes it is on the disk how to get back.
    try BenchPlaces.write(checkpoint.json, to: path, durable: true)
    let change = ProfileChange(
      ledger: ledger, system: system, targets: targets, alerting: alerting,
      target: application.target, previous: application.previous, payload: checkpoint.payload,
      onFailure: options.onTargetFailure)
    let request = try request(ledger, document, application, path)
    let response = try change.run(request) { response in
      checkpoint.result = checkpoint.result(applied: options.applyDryRun ? nil : response)
      try BenchPlaces.write(checkpoint.json, to: path, durable: true)
    }
    guard !options.applyDryRun else { return told(checkpoint, path, nil) }
    return told(checkpoint, path, response)
  }

  private func told(
    _ checkpoint: PolicyCheckpoint, _ path: String, _ response: JSONValue?
  ) -> JSONValue {
    var object = checkpoint.result(applied: response).objectValue ?? [:]
    object["checkpoint_path"] = .string(path)
    return .object(object)
  }

  private func request(
    _ ledger: Ledger, _ document: ProfileDocument, _ application: PolicyApplication,
    _ checkpoint: String
  ) throws -> ApplyRequest {
    var request = ApplyRequest(.edits(document.edits(application.edits)))
    request.branch = options.place.branch
    request.intent = .promote
    request.metadata = try metadata.given.collect(ledger)
    if request.metadata.rationale == nil {
      let chosen = application.models.map { "\($0.profile.rawValue) \($0.model)" }
      request.metadata.rationale =
        "Model profiles by run \(runID): " + chosen.joined(separator: ", ")
    }
    request.signing = try signing.choice
    request.isDryRun = options.applyDryRun
    request.rollbackOverride = try GivenApply.checked(
      options.overrideRollback, "--override-rollback")
    request.evidence = try (evidence + [("checkpoint", checkpoint)]).map { name, path in
      let fileName = path.split(separator: "/").last.map(String.init) ?? name
      return try EvidenceInput(name: name, fileName: fileName, bytes: try Input.bytes(path))
    }
    if let reason = application.overrides {
      request.overrides = [
        .init(
          kind: Record.Override.profileGate, reason: reason, by: request.metadata.actor ?? "")
      ]
    }
    return request
  }
}
