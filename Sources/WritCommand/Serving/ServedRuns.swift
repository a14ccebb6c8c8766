import WritGit
import WritJSON
import WritPolicy
import WritServer
import WritTrials

/// Runs of the development cycle and their checkpoints, as the page shows them and works with them.
///
/// What changes anything is done by the commands themselves, so that the page can do nothing that
/// they refuse.
struct ServedRuns: Sendable {
  let folder: String
  let policy: String
  let branch: String?
  let metadata: GivenMetadata
  let signing: [String]
  let isReadOnly: Bool
  let job: CycleJob

  /// More of them are not listed.
  private static let most = 200
  private static let checkpoint = "profile_policy_checkpoint"

  /// Answers a request about `/bench`.
  func answer(_ request: ServerRequest, _ words: [String]) throws -> ProfileService.Answer {
    switch (request.method, words.first ?? "", words.count) {
    case ("GET", "runs", 1): return .success(["runs": .array(try list("dev_cycle_summary", run))])
    case ("GET", "runs", 2): return .success(try drawing(words[1]))
    case ("GET", "checkpoints", 1):
      return .success(["checkpoints": .array(try list(Self.checkpoint, checkpoint))])
    case ("POST", "checkpoints", 3) where ["apply", "rollback"].contains(words[2]):
      guard !isReadOnly else { throw ProfileService.Answer.readOnly }
      return try change(words[1], isApply: words[2] == "apply", try Self.body(request))
    case ("GET", "dev-cycle", 1): return .success(job.json)
    case ("POST", "dev-cycle", 1):
      guard !isReadOnly else { throw ProfileService.Answer.readOnly }
      return try start(try Self.body(request))
    case ("DELETE", "dev-cycle", 1):
      job.stop()
      return .success(job.json)
    case (_, "runs", 1...2), (_, "checkpoints", 1), (_, "dev-cycle", 1):
      throw ProfileService.Answer.wrongMethod
    default: throw ProfileService.Answer.noSuchPath
    }
  }

  private static func body(_ request: ServerRequest) throws -> JSONObject {
    guard !request.body.isEmpty else { return [:] }
    let value = try request.json()
    guard let object = value.objectValue else {
      throw ProfileService.Answer.failure(400, "The body is \(value.kind), not an object.")
    }
    return object
  }

  // MARK: Reading

  /// The reports of a kind, newest first; one that cannot be read is left out.
  private func list(
    _ name: String, _ shown: (JSONValue) -> JSONValue
  ) throws -> [JSONValue] {
    let ids = try FileSystem.names(in: folder).compactMap { file -> String? in
      guard file.hasPrefix("\(name)_"), file.hasSuffix(".json") else { return nil }
      let id = String(file.dropFirst(name.count + 1).dropLast(5))
      return RunID.isValid(id) ? id : nil
    }
    return ids.suffix(Self.most).reversed().compactMap { id in
      guard let document = document(name, id) else { return nil }
      var object = shown(document).objectValue ?? [:]
      // Files are named by their ids; what stands inside of them names nothing.
      object["run_id"] = .string(id)
      return .object(object)
    }
  }

  private func document(_ name: String, _ id: String) -> JSONValue? {
    do { return try Input.json("\(folder)/\(name)_\(id).json") } catch { return nil }
  }

  private func run(_ summary: JSONValue) -> JSONValue {
    [
      "started_at_utc": summary["started_at_utc"] ?? .null, "passed": summary["passed"] ?? .null,
      "execution_mode": summary["execution_mode"] ?? .null,
      "recommendations": summary["recommendations"] ?? [:],
    ]
  }

  private func checkpoint(_ document: JSONValue) -> JSONValue {
    [
      "created_at_utc": document["created_at_utc"] ?? .null,
      "gate_report_passed": document["gate_report_passed"] ?? .null,
      "target_policy": document["target_policy"] ?? .null,
      "recommendation_models": document["recommendation_models"] ?? .null,
      "previous": document["previous_policy"]?["active"] ?? .null,
      "previous_models": document["previous_policy"]?["models"] ?? .null,
      "apply_event": document["apply_result"]?["event"] ?? .null,
      "applied": document["apply_result"]?["applied"] ?? false,
    ]
  }

  /// What a run measured, judged and recommended, as charts.
  private func drawing(_ id: String) throws -> JSONValue {
    guard RunID.isValid(id) else { throw ProfileService.Answer.noSuchPath }
    var charts: [JSONValue] = []
    for name in ["dev_cycle_summary", "cycle_gate", "cycle_live", "cycle_legacy"] {
      guard let document = document(name, id) else { continue }
      let drawing = try RunDrawing(document, name)
      charts.append(["report": .string(name), "drawing": drawing.json])
    }
    guard !charts.isEmpty else { throw ProfileService.Answer.failure(404, "There is no such run.") }
    return ["run_id": .string(id), "reports": .array(charts)]
  }

  // MARK: Changing

  private func start(_ body: JSONObject) throws -> ProfileService.Answer {
    try Self.require(body, ["governance"])
    let given = try RequestGovernance(body["governance"]).merged(into: metadata)
    guard job.start(["--apply-dry-run", "--output-dir=\(folder)"] + place + given.words) else {
      throw ProfileService.Answer.failure(409, "A dev-cycle is running already.")
    }
    return ProfileService.Answer(status: 202, body: ["success": true, "data": job.json])
  }

  private func change(
    _ id: String, isApply: Bool, _ body: JSONObject
  ) throws -> ProfileService.Answer {
    try Self.require(
      body, isApply ? ["governance", "override_rollback", "allow_failed_gate"] : ["governance"])
    let path = "\(folder)/\(Self.checkpoint)_\(id).json"
    guard RunID.isValid(id), FileSystem.exists(path) else {
      throw ProfileService.Answer.failure(404, "There is no checkpoint of this run.")
    }
    let given = try RequestGovernance(body["governance"]).merged(into: metadata)
    guard isApply else {
      return try command(
        ["rollback-policy", "--checkpoint=\(path)", "--output-dir=\(folder)"], given)
    }
    guard let actor = given.actor else {
      throw UsageError("'governance' names nobody who approves.", hint: "tell the actor")
    }
    let manifest = "\(folder)/approval_manifest_\(RunID.of(Clock.now())).json"
    let approved = try Self.run(
      [
        "bench", "approval-manifest", "--checkpoint=\(path)", "--decision=approved",
        "--approved-by=\(actor)", "--source=writ_page", "--output=\(manifest)", "--format=json",
      ] + (given.rationale.map { ["--notes=\($0)"] } ?? []))
    guard approved.status == 200 else { return approved }
    var words = ["apply-checkpoint", "--checkpoint=\(path)", "--approval-manifest=\(manifest)"]
    if let reason = body["override_rollback"]?.stringValue, !reason.isEmpty {
      words.append("--override-rollback=\(reason)")
    }
    if body["allow_failed_gate"]?.boolValue == true {
      words.append("--allow-apply-when-gate-fails")
    }
    return try command(words, given)
  }

  private static func require(_ body: JSONObject, _ known: Set<String>) throws {
    for key in body.keys where !known.contains(key) {
      throw UsageError("The body has a member '\(key.oneLine)' that is not known.")
    }
  }

  private var place: [String] {
    ["--profile-policy=\(policy)"] + (branch.map { ["--branch=\($0)"] } ?? []) + signing
  }

  private func command(
    _ words: [String], _ given: GivenMetadata
  ) throws -> ProfileService.Answer {
    try Self.run(["bench"] + words + place + given.words + ["--format=json"])
  }

  /// Lets a command do the work, and answers with what it says.
  private static func run(_ words: [String]) throws -> ProfileService.Answer {
    let outcome = try CycleJob.program().run(words, limit: 8 << 20)
    var said: JSONValue = .null
    do throws(JSONError) {
      said = try JSONDocument(parsing: outcome.output).value
    } catch {
      throw ProfileService.Answer.failure(500, "The command ended without saying what it did.")
    }
    guard outcome.status == 0 else {
      let status = ExitStatus(rawValue: outcome.status) ?? .failure
      var body: JSONObject = [
        "success": false, "error": said["error"]?["message"] ?? "The command failed.",
      ]
      for key in ["code", "hint", "findings"] { body[key] = said["error"]?[key] }
      return ProfileService.Answer(
        status: ProfileService.Answer.status(status), body: .object(body))
    }
    return .success(said)
  }
}
