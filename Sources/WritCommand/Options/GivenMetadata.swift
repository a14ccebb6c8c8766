import Writ
import WritJSON
import WritPolicy

/// Who, on whose approval, why and until when, as the command line says it.
struct GivenMetadata {
  var actor: String?
  var approvalRef: String?
  var rationale: String?
  var reviewBy: String?
  var pr: String?
  var key: String?
  var metadata: String?

  /// The metadata from all sources; an option beats the environment, and that the file.
  ///
  /// - Parameter event: beats the file; an option that names another pull request contradicts it.
  func collect(_ ledger: Ledger, _ event: EventFile? = nil) throws -> Metadata {
    var result = try metadata.map(readFile) ?? Metadata()
    if result.actor != nil { result.actorSource = "file" }
    if let event {
      result.actor = event.event.actor
      result.actorSource = "event"
      result.approvalRef = event.event.approvals.first?.url ?? result.approvalRef
    }
    let given: [(MetadataField, String?, String)] = [
      (.actor, actor, "WRIT_ACTOR"), (.approvalRef, approvalRef, "WRIT_APPROVAL_REF"),
      (.rationale, rationale, "WRIT_RATIONALE"), (.reviewBy, reviewBy, "WRIT_REVIEW_BY"),
      (.pullRequest, pr.map(GivenMetadata.reference), "WRIT_PR"),
    ]
    for (field, option, variable) in given {
      let value = option ?? Environment.value(variable)
      guard let value else { continue }
      result[field] = field == .pullRequest ? GivenMetadata.reference(value) : value
      if field == .actor { result.actorSource = option == nil ? "environment" : "flag" }
    }
    try event?.fill(&result)
    result.key = key ?? Environment.value("WRIT_KEY") ?? result.key
    if result.actor == nil {
      result.actor = try ledger.gitActor()
      result.actorSource = result.actor == nil ? nil : "git"
    }
    try GivenMetadata.refuseBadForm(result)
    return result
  }

  /// A bare number means the pull request of that number.
  private static func reference(_ text: String) -> String {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#\(text)" : text
  }

  /// A value that could break or forge a trailer is a wrong command line, not a matter of rules.
  private static func refuseBadForm(_ metadata: Metadata) throws {
    guard let problem = metadata.problems.first ?? metadata.bodyProblem else { return }
    throw UsageError(problem.sentence, hint: problem.hint)
  }

  private func readFile(_ path: String) throws -> Metadata {
    do {
      return try parseFile(path)
    } catch let error as PolicyError {
      throw UsageError("\(path): \(error.message)", hint: error.hint)
    }
  }

  private func parseFile(_ path: String) throws -> Metadata {
    let form = try Form(
      try Input.json(path), "the metadata file",
      known: ["actor", "approvalRef", "rationale", "reviewBy", "pullRequest", "key"])
    var result = Metadata()
    for field in MetadataField.allCases {
      result[field] = try form.optionalString(field.rawValue)
    }
    result.key = try form.optionalString("key")
    return result
  }
}
