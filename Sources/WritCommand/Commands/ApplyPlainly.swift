/// An apply whose command line is plain needs no parser: the parser builds its tables before it
/// reads a word, which takes a fifth of a whole apply.
///
/// A test holds that both read the same command line alike.
extension GivenApply {
  /// Runs `apply` with plain words, and returns false for anything else.
  static func runPlainly(_ arguments: [String]) throws -> Bool {
    guard arguments.first == "apply",
      let words = PlainWords(arguments.dropFirst(), options: options, flags: flags),
      let format = Format(rawValue: words.last("--format") ?? "text"),
      let given = GivenApply(words)
    else { return false }
    Failure.format = format
    Failure.command = "apply"
    try given.run(isJSON: format == .json)
    return true
  }

  private static let options = [
    "--set", "--remove", "--patch", "--branch", "--actor", "--approval-ref", "--rationale",
    "--review-by", "--pr", "--key", "--metadata", "--evidence", "--intent", "--override-rollback",
    "--format",
  ]
  private static let flags = ["--governance", "--dry-run", "--propose"]

  private init?(_ words: PlainWords) {
    guard words.positional.count < 2 else { return nil }
    plan = words.positional.first
    change = GivenChange(
      sets: words.all("--set"), removals: words.all("--remove"), patches: words.all("--patch"),
      governance: words.has("--governance"), branch: words.last("--branch"))
    metadata = GivenMetadata(
      actor: words.last("--actor"), approvalRef: words.last("--approval-ref"),
      rationale: words.last("--rationale"), reviewBy: words.last("--review-by"),
      pr: words.last("--pr"), key: words.last("--key"), metadata: words.last("--metadata"))
    evidence = words.all("--evidence")
    intent = words.last("--intent") ?? intent
    isDryRun = words.has("--dry-run")
    isProposal = words.has("--propose")
    overrideRollback = words.last("--override-rollback")
  }
}
