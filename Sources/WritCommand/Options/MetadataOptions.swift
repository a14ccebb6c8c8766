import ArgumentParser

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

  /// The options as plain values.
  var given: GivenMetadata {
    GivenMetadata(
      actor: actor, approvalRef: approvalRef, rationale: rationale, reviewBy: reviewBy, pr: pr,
      key: key, metadata: metadata)
  }
}
