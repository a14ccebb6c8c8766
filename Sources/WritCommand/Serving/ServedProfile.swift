import Writ
import WritJSON
import WritPolicy
import WritServer
import WritTrials

/// The profile policy of a branch, as it is served: what is in force is what the branch says, and
/// every change is an apply.
struct ServedProfile: Sendable {
  let policy: String
  let branch: String?
  let metadata: GivenMetadata
  let signing: SigningChoice
  let isReadOnly: Bool
  let hook: AlertHook

  /// Answers a request about `/profiles/model`.
  ///
  /// - Parameter rest: the words of the path behind it.
  func answer(_ request: ServerRequest, _ rest: [String]) throws -> ProfileService.Answer {
    switch (request.method, rest) {
    case ("GET", []): return try service(Ledger.open()).get()
    case ("POST", []):
      guard !isReadOnly else { throw ProfileService.Answer.readOnly }
      return try change(request)
    case ("GET", ["events"]):
      let limit = try Self.limit(request)
      return try service(Ledger.open(), log: limit).log(limit: limit)
    case ("GET", ["alerts"]):
      return try service(Ledger.open(), alerting: true).alertAnswer(at: Clock.now())
    case (_, []), (_, ["events"]), (_, ["alerts"]): throw ProfileService.Answer.wrongMethod
    default: throw ProfileService.Answer.noSuchPath
    }
  }

  private static func limit(_ request: ServerRequest) throws -> Int {
    guard !request.query.isEmpty else { return 25 }
    guard let limit = request.parameter("limit").flatMap({ Int($0) }),
      (1...ProfileService.most).contains(limit)
    else { throw UsageError("'limit' is a number from 1 to \(ProfileService.most).") }
    return limit
  }

  /// The policy at the tip of the branch.
  ///
  /// - Throws: 503 while there is none that can be read.
  private func service(
    _ ledger: Ledger, log: Int? = nil, alerting: Bool = false
  ) throws -> ProfileService {
    do {
      let document = try ProfileDocument(policy, ledger, branch)
      let events = ProfileEvents(ledger: ledger, name: document.name, branch: branch)
      let known =
        try alerting
        ? events.recent(since: Clock.now().adding(seconds: -Int64(hook.rules.window)))
        : log.map { try events.last($0) } ?? []
      return try ProfileService(document.value, events: known, alerts: hook.rules)
    } catch {
      throw ProfileService.Answer.failure(
        503, "The service is not ready. \(Failure.sentence(error))")
    }
  }

  private func change(_ request: ServerRequest) throws -> ProfileService.Answer {
    let ledger = try Ledger.open()
    let now = Clock.now()
    var service = try service(ledger, alerting: true)
    let body = try request.json()
    let change = try service.change(body, at: now)
    let outcome = try ledger.apply(applyRequest(change, body, ledger))
    for note in outcome.notes { Output.message("note: \(note)") }
    if let unfinished = outcome.unfinished { Output.message("warning: \(unfinished)") }
    let id = outcome.record.map { JSONValue.string($0.id.description) } ?? .null
    return service.made(change, id: id, at: now) {
      hook.call($0, source: change.source, policy: change.policy)
    }
  }

  private func applyRequest(
    _ change: ProfileService.Change, _ body: JSONValue, _ ledger: Ledger
  ) throws -> ApplyRequest {
    let name = try DocumentName(policy)
    let edits = change.updates.keys.compactMap { PolicyField(rawValue: $0) }.map { field in
      ChangeRequest.Edit.set(
        name, JSONPointer(tokens: ["active", field.rawValue]),
        .string(change.policy[field].rawValue))
    }
    var request = ApplyRequest(.edits(edits))
    request.branch = branch
    let told = try RequestGovernance(change.governance)
    request.metadata = try told.merged(into: metadata).collect(ledger)
    if told.namesActor { request.metadata.actorSource = "request" }
    request.metadata.rationale =
      request.metadata.rationale ?? "Model profiles as \(change.source.oneLine) asked over HTTP"
    request.signing = signing
    request.evidence = [
      try EvidenceInput(
        name: ProfileEvents.request, fileName: "request.json", bytes: body.serialized())
    ]
    return request
  }
}
