import Foundation
import Testing
import WritTesting

/// A history that writ and git made together: applies with evidence, gate and approvals, a rollback,
/// signed applies, merges, squashes, reviews, commits by hand.
struct RealHistory {
  let repository: TemporaryRepository
  /// The ids of applies by a word.
  private(set) var applies: [String: String] = [:]

  init() throws {
    repository = try TemporaryRepository()
    _ = try writ("init", "--template", "minimal")
    try makeKeys()
    try govern(version: 1)
    try applyWithConsent("first", #"planner#={"canary_pct": 5, "note": "as it began"}"#)
    try apply("signed", ["--set", #"signed#={"on": true}"#, "--sign=.git/ada"])
    try applyWithConsent("second", "planner#/canary_pct=10")
    try govern(version: 2)
    try apply("rollback", [], verb: ["rollback", "--undo", try id("second")])
    try propose("merged", #"limits#={"max": 1}"#)
    _ = try repository.git("merge", "-q", "--no-ff", "-m", "Merge it", "writ/\(id("merged"))")
    try propose("squashed", #"free#={"a": 1}"#)
    _ = try repository.git("merge", "-q", "--squash", "writ/\(id("squashed"))")
    _ = try repository.git("commit", "-q", "-m", "Free (#12)")
    try apply("after", ["--set", "free#/a=2"])
    _ = try writ("approve", try id("first"), "--review", "--key", ".git/bob")
    try apply("resigned", ["--set", "signed#/on=false", "--sign=.git/ada"])
    try join()
    try apply("last", ["--set", "free#/a=3"])
  }

  /// The id of the apply of that word.
  func id(_ word: String) throws -> String { try #require(applies[word]) }

  // MARK: Steps

  private mutating func apply(
    _ word: String, _ options: [String], verb: [String] = ["apply"]
  ) throws {
    let text = try writ(verb + options)
    let match = try #require(text.firstMatch(of: /(?:Applied|Proposed) (\w{26})/), "\(text)")
    applies[word] = String(match.1)
  }

  private mutating func applyWithConsent(_ word: String, _ value: String) throws {
    try repository.write(".git/live.csv", "case,latency_ms\na,100\nb,110\nc,120\n".utf8)
    let evidence = ["--evidence", "live=.git/live.csv"]
    _ = try writ("plan", "--set", value, "--out", ".git/plan.json")
    _ = try writ(
      ["approve", ".git/plan.json", "--key", ".git/bob", "--out", ".git/approval.json"] + evidence)
    try apply(word, [".git/plan.json", "--approval", ".git/approval.json"] + evidence)
  }

  private mutating func propose(_ word: String, _ value: String) throws {
    try apply(word, ["--propose", "--set", value])
    _ = try writ("approve", try id(word), "--key", ".git/bob")
  }

  /// Two applies on a branch, squashed by a forge that joins their messages.
  private mutating func join() throws {
    _ = try repository.git("checkout", "-q", "-b", "topic")
    try apply("joined", ["--set", "free#/b=1"])
    try apply("joined too", ["--set", "free#/c=1"])
    _ = try repository.git("checkout", "-q", "main")
    _ = try repository.git("merge", "-q", "--squash", "topic")
    let messages = try repository.git("log", "--reverse", "--format=* %B", "main..topic")
    _ = try repository.git(
      "commit", "-q", "-m", "Free twice (#13)", "-m", String(decoding: messages, as: UTF8.self))
  }

  private mutating func govern(version: Int) throws {
    try repository.write("governance/rules.json", Self.rules(version).utf8)
    try repository.write("governance/gates/canary.json", Self.gate(version).utf8)
    try apply("governance \(version)", ["--governance"])
  }

  private func makeKeys() throws {
    var list = ""
    for name in ["ada", "bob", "eve"] {
      _ = try repository.run(
        "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", ".git/\(name)"])
      let key = String(decoding: try repository.read(".git/\(name).pub"), as: UTF8.self)
      let words = key.split(separator: " ")
      // Nobody trusts the last one.
      if name != "eve" { list += "\(name)@example.org \(words[0]) \(words[1])\n" }
    }
    try repository.write("governance/allowed_signers", list.utf8)
    _ = try repository.git("config", "core.hooksPath", "/dev/null")
  }

  private func writ(_ words: String...) throws -> String { try writ(words) }

  private func writ(_ words: [String]) throws -> String {
    let program = try #require(Places.program, "build the product writ first")
    let outcome = try repository.run(
      program, words,
      extra: [
        "WRIT_ACTOR": "Ada <ada@example.org>", "WRIT_APPROVAL_REF": "CHG-1",
        "WRIT_RATIONALE": "Measured, and found to be right", "WRIT_REVIEW_BY": "2099-01-01",
      ])
    guard outcome.status == 0 else {
      throw Failure(description: "\(words): \(outcome.status)\n\(outcome.errorText)")
    }
    return outcome.outputText + outcome.errorText
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  // MARK: Documents

  private static func gate(_ version: Int) -> String {
    """
    {
      "version": 1,
      "description": "Number \(version).",
      "evidence": [{ "name": "live", "kind": "csv" }],
      "objectives": [
        { "evidence": "live", "metric": "latency_ms.p95", "pass": [{ "criteria": ["<600"] }] }
      ],
      "totalScore": { "pass": 90 }
    }

    """
  }

  private static func rules(_ version: Int) -> String {
    """
    {
      "version": 1,
      "description": "Number \(version).",
      "protected": ["refs/heads/main"],
      "rules": [
        {
          "name": "metadata",
          "paths": ["policies/**", "governance/**"],
          "require": ["actor", "approvalRef", "rationale", "reviewBy"]
        },
        {
          "name": "planner",
          "paths": ["policies/planner.json"],
          "gate": "canary",
          "approvals": { "count": 1 },
          "separationOfDuty": true
        },
        { "name": "limits", "paths": ["policies/limits.json"], "approvals": { "count": 1 } },
        { "name": "signed", "paths": ["policies/signed.json"], "signature": "required" }
      ]
    }

    """
  }
}
