import Writ
import WritJSON
import WritPolicy
import WritServer
import WritTrials

/// Which request is about what.
struct Service: Sendable {
  let profile: ServedProfile
  let runs: ServedRuns

  /// Answers a request, whatever comes.
  func answer(_ request: ServerRequest) -> ServerAnswer {
    if let page = ServedPage.answer(request) { return page }
    do {
      return ServerAnswer(try route(request))
    } catch let answer as ProfileService.Answer {
      return ServerAnswer(answer)
    } catch {
      return ServerAnswer(ProfileService.Answer(error))
    }
  }

  private func route(_ request: ServerRequest) throws -> ProfileService.Answer {
    let words = request.path.split(separator: "/").map(String.init)
    switch words.first {
    case "profiles" where words.count >= 2 && words[1] == "model":
      return try profile.answer(request, Array(words.dropFirst(2)))
    case "bench": return try runs.answer(request, Array(words.dropFirst()))
    default: throw ProfileService.Answer.noSuchPath
    }
  }
}

extension ServerRequest {
  /// The body, which must be strict JSON.
  func json() throws(ProfileService.Answer) -> JSONValue {
    do throws(JSONError) {
      return try JSONDocument(parsing: body).value
    } catch {
      throw .failure(400, "The body is no JSON: \(error.message)")
    }
  }
}

extension ServerAnswer {
  /// An answer as it is sent.
  init(_ answer: ProfileService.Answer) {
    var fields: [(name: String, value: String)] = []
    if answer.status == 503 { fields.append(("Retry-After", "1")) }
    self.init(answer.status, fields: fields, body: answer.body.serialized(indent: nil))
  }
}

extension ProfileService.Answer {
  static let noSuchPath = failure(404, "There is no such path.")
  static let wrongMethod = failure(405, "The path does not take this method.")
  static let readOnly = failure(403, "This server was started with --read-only.")

  /// What a failure of the ledger means to whoever asked.
  init(_ error: any Error) {
    guard let failure = Failure(error) else {
      self = .failure(500, "\(error)")
      return
    }
    var body: JSONObject = [
      "success": false, "error": .string(failure.message), "code": .string(failure.code),
    ]
    body["hint"] = failure.hint.map(JSONValue.string)
    if !failure.findings.isEmpty { body["findings"] = .array(failure.findings.map(\.json)) }
    self.init(status: Self.status(failure.status), body: .object(body))
  }

  /// The HTTP status for what a command ends with.
  static func status(_ status: ExitStatus) -> Int {
    switch status {
    case .done, .changesPending: 200
    case .usage: 400
    case .refused: 403
    case .held, .conflict: 409
    case .unverifiable: 503
    case .failure: 500
    }
  }
}

/// Who acts, on whose approval, why and until when, as a request tells it.
struct RequestGovernance {
  private let object: JSONObject

  private static let fields = [
    "actor", "approval_ref", "rationale", "review_by", "pull_request", "key",
  ]

  /// Reads the member `governance`; nil stands for nothing told.
  init(_ value: JSONValue?) throws {
    guard let value, !value.isNull else {
      object = [:]
      return
    }
    guard let object = value.objectValue else {
      throw UsageError("'governance' is \(value.kind), not an object.")
    }
    for (key, value) in object {
      guard Self.fields.contains(key), let text = value.stringValue, !text.utf8.contains(0) else {
        throw UsageError(
          "'governance' has a member '\(key.oneLine)' that is not known, or is no text.",
          hint: "known: \(Self.fields.joined(separator: ", "))")
      }
    }
    self.object = object
  }

  /// The same with what the server was started with, where the request tells nothing.
  func merged(into given: GivenMetadata) -> GivenMetadata {
    func told(_ key: String) -> String? {
      guard let text = object[key]?.stringValue, !text.isEmpty else { return nil }
      return text
    }
    var result = given
    result.actor = told("actor") ?? given.actor
    result.approvalRef = told("approval_ref") ?? given.approvalRef
    result.rationale = told("rationale") ?? given.rationale
    result.reviewBy = told("review_by") ?? given.reviewBy
    result.pr = told("pull_request") ?? given.pr
    result.key = told("key") ?? given.key
    return result
  }

  /// Whether the request names who acts.
  var namesActor: Bool { object["actor"]?.stringValue?.isEmpty == false }
}

extension GivenMetadata {
  /// The same as options of a command.
  var words: [String] {
    let options = [
      ("--actor", actor), ("--approval-ref", approvalRef), ("--rationale", rationale),
      ("--review-by", reviewBy), ("--pr", pr), ("--key", key), ("--metadata", metadata),
    ]
    return options.compactMap { name, value in value.map { "\(name)=\($0)" } }
  }
}
