import Foundation
import Testing
import WritLoopback
import WritTesting

/// A repository and the commands that are run in it, in order.
struct JSONSession {
  struct Step {
    let command: String
    let words: [String]
    var status: Int32 = 0
    var input = ""
    /// The heading of the table, where that is not the command alone.
    var shape: String?
    /// A file that is written before.
    var file: (path: String, text: String)?
  }

  let repository: TemporaryRepository
  private let metadata: [String]
  /// A server of models, by the word SERVER.
  private let server: LoopbackServer

  init() throws {
    repository = try TemporaryRepository()
    let models = LoopbackModels(["a:1b"])
    server = try LoopbackServer { models.answer($0) }
    let soon = Date(timeIntervalSinceNow: 30 * 86_400).formatted(.iso8601.year().month().day())
    metadata = ["--approval-ref", "R", "--rationale", "r", "--review-by", soon]
    try repository.write("message", "x\n".utf8)
    _ = try repository.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", ".git/key"])
    try repository.write(
      "base.json", "{\"a\": {\"p\": 1, \"q\": 2, \"r\": 3, \"s\": 4, \"t\": 5}}".utf8)
    try repository.write("ours.json", "{}".utf8)
    try repository.write(
      "theirs.json", "{\"a\": {\"p\": 1, \"q\": 2, \"r\": 3, \"s\": 4, \"t\": 6}}".utf8)
    try repository.write("schema.json", "{\"maxProperties\": 0}".utf8)
    try repository.write("live.csv", "case,latency_ms\na,1\nb,2\n".utf8)
    try repository.write(
      "governance/gates/g.json",
      #"{"version":1,"description":"d","evidence":[{"name":"live","minSamples":2}]}"#.utf8)
    try repository.write("bench/prompts", #"{"id":"a","prompt":"Repeat: b"}"#.utf8)
    try repository.write(
      "bench/matrix",
      #"{"models":[{"tag":"a:1b","default_enabled":true},{"tag":"b:1b","notes":"n"}]}"#.utf8)
    try repository.write(
      "bench/old/a.md", String(repeating: "gateway pipeline drains orders ", count: 6).utf8)
    let profiles = ["low_latency", "balanced", "high_reasoning"].map {
      "\"\($0)\":{\"candidates\":[\"a:1b\"],\"require_legacy_suite\":false}"
    }
    try repository.write(
      "bench/promotion", "{\"profiles\":{\(profiles.joined(separator: ","))}}".utf8)
    let active = [
      "model_profile", "runtime_model_profile", "ingestion_model_profile",
      "legacy_ingestion_model_profile",
    ].map { "\"\($0)\":\"low_latency\"" }
    try repository.write(
      "bench/policy", "{\"active\":{\(active.joined(separator: ","))},\"models\":{}}".utf8)
    try repository.write(
      "governance/targets.json",
      #"{"version":1,"targets":[{"name":"t","policy":"rollout/planner","http":{"url":"http://127.0.0.1:1"}}]}"#
        .utf8)
    try repository.write("broken-gate.json", #"{"version":1,"gates":[]}"#.utf8)
    try repository.write(
      "broken/governance/rules.json",
      #"{"version":1,"rules":[{"name":"r","paths":["**"],"conditions":[{"expr":"1 +","message":"m"}]}]}"#
        .utf8)
    try repository.write(
      "failing/governance/rules.json",
      #"{"version":1,"rules":[{"name":"r","paths":["**"],"require":["actor"]}]}"#.utf8)
    try repository.write(
      "failing/governance/tests/t.json",
      #"{"now":"2026-06-01T00:00:00Z","cases":[{"note":"n","change":[{"policy":"a","after":{}}],"expect":{"verdict":"allowed"}}]}"#
        .utf8)
  }

  static let set = ["--set", "rollout/planner#/canary_pct"]
  static let zeros = String(repeating: "0", count: 40)

  /// Runs a step; what it prints must be one JSON object.
  func run(_ step: Step) throws -> ([String: Any], Int32) {
    let head = try? String(decoding: repository.git("rev-parse", "HEAD"), as: UTF8.self)
    let tip = head?.trimmingCharacters(in: .newlines) ?? ""
    let isHook = step.words.first == "hook"
    let words =
      step.words.flatMap { word -> [String] in
        switch word {
        case "META": metadata
        case "SERVER": [server.url]
        case "HEAD" where isHook: [tip]
        default: [word]
        }
      } + ["--format", "json"]
    if let file = step.file { try repository.write(file.path, file.text.utf8) }
    let input = step.input.replacing("HEAD", with: tip)
    var process = Subprocess(
      try #require(Places.program, "build the product writ first"), words,
      environment: repository.environment.merging(["WRIT_VERDICT_KEY": "k"]) { $1 },
      directory: repository.path)
    process.input = Array(input.utf8)
    let outcome = try process.run()
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output))
    return (try #require(value as? [String: Any], "\(words)"), outcome.status)
  }
}
