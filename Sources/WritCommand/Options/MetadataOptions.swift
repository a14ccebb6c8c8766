import ArgumentParser
import Glibc
import Writ
import WritGit
import WritJSON
import WritPolicy

/// Who, on whose approval, why, until when: by option, environment, file, and git for the actor.
struct MetadataOptions: ParsableArguments {
  @Option(help: "Who acts: 'Name <mail>' or 'automation:<name>' (WRIT_ACTOR; git's identity).")
  var actor: String?

  @Option(help: "What approved it: a URL or an id (WRIT_APPROVAL_REF).")
  var approvalRef: String?

  @Option(help: "Why, on one line (WRIT_RATIONALE).")
  var rationale: String?

  @Option(help: "When to look at it again: an RFC 3339 date or date-time (WRIT_REVIEW_BY).")
  var reviewBy: String?

  @Option(help: "The pull request: a URL or '#N' (WRIT_PR).")
  var pr: String?

  @Option(help: "An idempotency key: the same request with it is made once (WRIT_KEY).")
  var key: String?

  @Option(help: "A JSON file with actor, approvalRef, rationale, reviewBy, pullRequest, key.")
  var metadata: String?

  /// The metadata from all sources; an option beats the environment, and that the file.
  func collect(_ ledger: Ledger) throws -> Metadata {
    var result = try metadata.map(readFile) ?? Metadata()
    if result.actor != nil { result.actorSource = "file" }
    let given: [(MetadataField, String?, String)] = [
      (.actor, actor, "WRIT_ACTOR"), (.approvalRef, approvalRef, "WRIT_APPROVAL_REF"),
      (.rationale, rationale, "WRIT_RATIONALE"), (.reviewBy, reviewBy, "WRIT_REVIEW_BY"),
      (.pullRequest, pr.map(MetadataOptions.reference), "WRIT_PR"),
    ]
    for (field, option, variable) in given {
      let value = option ?? Environment.value(variable)
      guard let value else { continue }
      result[field] = field == .pullRequest ? MetadataOptions.reference(value) : value
      if field == .actor { result.actorSource = option == nil ? "environment" : "flag" }
    }
    result.key = key ?? Environment.value("WRIT_KEY") ?? result.key
    if result.actor == nil {
      result.actor = try ledger.gitActor()
      result.actorSource = result.actor == nil ? nil : "git"
    }
    try MetadataOptions.refuseBadForm(result)
    return result
  }

  /// A bare number means the pull request of that number.
  private static func reference(_ text: String) -> String {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "#\(text)" : text
  }

  /// A value that could break or forge a trailer is a wrong command line, not a matter of rules.
  private static func refuseBadForm(_ metadata: Metadata) throws {
    guard let problem = metadata.problems.first else { return }
    throw UsageError(problem.sentence, hint: problem.hint)
  }

  private func readFile(_ path: String) throws -> Metadata {
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
