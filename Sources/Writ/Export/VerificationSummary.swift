import WritGit
import WritJSON
import WritPolicy

extension Exporter {
  /// What a verification of the history of a commit came to.
  ///
  /// - Throws: `unverifiable` when it could not be told, and when nothing was judged: a summary
  ///   names the policy that its subject was held against.
  func summary(of commit: Commit, _ report: VerifyReport) throws -> ExportedStatement {
    try requireVerified(commit, report)
    let passed = !report.isViolated
    guard report.adoption != nil, let rules = try rules(inForceAt: commit, passing: passed) else {
      throw LedgerError(
        .unverifiable, "not-judged",
        "No rules are in force at \(commit.id.short), so nothing was judged that could be told.",
        hint: "adopt rules with 'writ init', and export the commit that brings them or a later one")
    }
    // What this shows by itself is that history is kept and that its changes met the rules; who
    // may write to the server is for its operator to say.
    let levels: [JSONValue] = passed ? ["SLSA_SOURCE_LEVEL_1", "ORG_SOURCE_WRIT_VERIFIED"] : []
    return ExportedStatement(
      subject: [subject(commit, on: report.branch)],
      predicateType: ExportedStatement.verificationSummary,
      predicate: [
        "verifier": ["id": "urn:writ:tool"],
        "timeVerified": .string(ledger.surroundings.now().description),
        "resourceUri": .string(source),
        "policy": [
          "uri": .string("\(source)#\(Rules.path)"), "digest": ["gitBlob": .string(rules.hex)],
        ],
        "verificationResult": passed ? "PASSED" : "FAILED", "verifiedLevels": .array(levels),
      ], isFailure: !passed)
  }

  private func subject(_ commit: Commit, on branch: String?) -> JSONValue {
    var subject: JSONObject = [
      "name": .string(source), "digest": ["gitCommit": .string(commit.id.hex)],
    ]
    if let branch { subject["annotations"] = ["source_refs": [.string(branch)]] }
    return .object(subject)
  }

  /// A gap record accepts what is missing, and verifies none of it.
  private func requireVerified(_ commit: Commit, _ report: VerifyReport) throws {
    let message = "The history of \(commit.id.short) could not be verified."
    guard !report.isUnverifiable else {
      throw LedgerError(
        .unverifiable, "not-verifiable", message, hint: "'writ verify' tells what is missing")
    }
    if let gap = report.problems.first(where: { $0.status == .gap && !$0.missing.isEmpty }) {
      throw LedgerError(
        .unverifiable, "not-verifiable",
        "\(message) \(gap.gap ?? "A gap record") accepts what is missing, and verifies none of it.",
        hint: "fetch what 'writ verify' names; a history without it has no summary")
    }
  }

  /// The rules at a commit; where they were removed, which fails, the last ones before that.
  private func rules(inForceAt commit: Commit, passing: Bool) throws -> ObjectID? {
    var next: ObjectID? = commit.id
    while let id = next {
      if let entry = try ledger.snapshot(id).entry(GitPath(Rules.path)) { return entry.id }
      if passing { return nil }
      next = try ledger.objects.commit(id).parents.first
    }
    return nil
  }
}
