import Foundation
import Testing
import WritTesting

/// What `writ export` prints is read with the PyPI packages of those who made the formats.
@Suite struct ExportTests {
  private static let python = Places.packageRoot + "/.build/python/bin/python"
  private static let oracle = Places.packageRoot + "/Tests/CommandTests/Oracles/export.py"

  private static let isMissing: Comment =
    "in-toto-attestation, securesystemslib and cloudevents are not in .build/python: run sh .ci/python-packages"

  @Test(
    "The packages of in-toto and CloudEvents read every line of an export",
    .enabled(if: FileManager.default.isExecutableFile(atPath: python), isMissing),
    arguments: [
      ("in-toto", ["urn:writ:apply:v1", "urn:writ:decision:v1", "urn:writ:approval:v1"]),
      ("slsa-provenance", ["provenance"]), ("slsa-vsa", ["PASSED"]),
      (
        "cloudevents",
        ["dev.writ.change.apply", "dev.writ.change.apply", "dev.writ.change.apply"]
      ),
    ])
  func formats(format: String, told: [String]) throws {
    let repository = try Self.repository()
    let lines = try Self.writ(repository, ["export", "--format", format]).output
    #expect(try Self.read(repository, format, lines) == told)
  }

  @Test(
    "What securesystemslib takes for signed is what ssh-keygen finds signed",
    .enabled(if: FileManager.default.isExecutableFile(atPath: python), isMissing))
  func envelopes() throws {
    let repository = try Self.repository()
    let lines = try Self.writ(
      repository, ["export", "--format", "slsa-vsa", "--key", ".git/ada"]
    ).output
    #expect(
      try Self.read(repository, "envelope", lines) == ["https://slsa.dev/verification_summary/v1"])
    let blob = try repository.read("../export.sig")
    let armored =
      "-----BEGIN SSH SIGNATURE-----\n"
      + Data(blob).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
      + "\n-----END SSH SIGNATURE-----\n"
    try repository.write("../export.sig", armored.utf8)
    let outcome = try repository.run(
      "ssh-keygen",
      [
        "-Y", "verify", "-f", "governance/allowed_signers", "-I", "ada@example.org", "-n",
        "writ-attestation", "-s", "../export.sig",
      ], input: try repository.read("../export.signed"))
    #expect(outcome.status == 0, "\(outcome.errorText)")
  }

  // MARK: Support

  private static func read(
    _ repository: TemporaryRepository, _ format: String, _ lines: [UInt8]
  ) throws -> [String] {
    try repository.write("../export", lines)
    let outcome = try repository.run(python, [oracle, format, "../export"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    return outcome.outputText.split(separator: "\n").map(String.init)
  }

  private static func writ(
    _ repository: TemporaryRepository, _ words: [String]
  ) throws -> ProcessOutcome {
    let program = try #require(Places.program, "build the product writ first")
    let outcome = try repository.run(
      program, words,
      extra: [
        "WRIT_APPROVAL_REF": "CHG-1", "WRIT_RATIONALE": "Measured", "WRIT_REVIEW_BY": "2099-01-01",
      ])
    guard outcome.status == 0 else { throw Failure(text: outcome.errorText) }
    return outcome
  }

  private struct Failure: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  /// Two applies, the newer with evidence, a decision and an approval.
  private static func repository() throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    _ = try writ(repository, ["init", "--template", "minimal"])
    _ = try repository.run(
      "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", ".git/ada"])
    let key = String(decoding: try repository.read(".git/ada.pub"), as: UTF8.self)
    let words = key.split(separator: " ")
    try repository.write(
      "governance/allowed_signers", "ada@example.org \(words[0]) \(words[1])\n".utf8)
    try repository.write("governance/gates/canary.json", gate.utf8)
    try repository.write("governance/rules.json", rules.utf8)
    _ = try writ(repository, ["apply", "--governance"])
    try repository.write(".git/live.csv", "case,latency_ms\na,100\nb,110\nc,120\n".utf8)
    _ = try writ(
      repository,
      ["plan", "--set", #"planner#={"canary_pct": 5}"#, "--out", ".git/plan.json"])
    let evidence = ["--evidence", "live=.git/live.csv"]
    let approval = try writ(
      repository, ["approve", ".git/plan.json", "--key", ".git/ada"] + evidence)
    try repository.write(".git/approval.json", approval.output)
    _ = try writ(
      repository, ["apply", ".git/plan.json", "--approval", ".git/approval.json"] + evidence)
    return repository
  }

  private static let gate = """
    {
      "version": 1,
      "evidence": [{ "name": "live", "kind": "csv" }],
      "objectives": [
        { "evidence": "live", "metric": "latency_ms.p95", "pass": [{ "criteria": ["<600"] }] }
      ],
      "totalScore": { "pass": 90 }
    }
    """

  private static let rules = """
    {
      "version": 1,
      "protected": ["refs/heads/main"],
      "rules": [
        {
          "name": "metadata",
          "paths": ["policies/**", "governance/**"],
          "require": ["actor", "approvalRef", "rationale", "reviewBy"]
        },
        {
          "name": "policies",
          "paths": ["policies/**"],
          "gate": "canary",
          "approvals": { "count": 1 }
        }
      ]
    }
    """
}
