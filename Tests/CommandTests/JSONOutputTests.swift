import Foundation
import Testing
import WritLoopback
import WritTesting

/// `docs/cli-json.md` is held against what the commands print.
@Suite struct JSONOutputTests {
  @Test func `every member is documented, and every member that is always there is there`() throws {
    let shapes = try DocumentedShape.all()
    let session = try JSONSession()
    var seen = Set<String>()
    for step in JSONSession.steps {
      let (object, status) = try session.run(step)
      #expect(status == step.status, "\(step.words)")
      let isError = object["error"] != nil
      let name = isError ? "Errors" : step.shape ?? step.command
      let shape = try #require(shapes[name], "\(name) is not documented")
      seen.insert(name)
      #expect(object["version"] as? Int == 1, "\(step.words)")
      #expect(object["command"] as? String == step.command, "\(step.words)")
      let problems = shape.problems(with: object)
      #expect(problems.isEmpty, "\(step.words): \(problems)")
    }
    #expect(seen == Set(shapes.keys), "commands without a step here")
  }
}

/// One table of the page.
private struct DocumentedShape {
  struct Member {
    let type: String
    let isAlways: Bool
  }

  var members: [String: Member] = [:]

  static func all() throws -> [String: DocumentedShape] {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/cli-json.md", encoding: .utf8)
    var result: [String: DocumentedShape] = [:]
    var heading = ""
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("## ") {
        heading = String(line.dropFirst(3)).replacing("writ ", with: "")
        result[heading] = DocumentedShape()
      }
      guard line.hasPrefix("| `") else { continue }
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let path = cells[0].replacing("`", with: "")
      result[heading]?.members[path] = Member(
        type: cells[1], isAlways: cells[2].hasPrefix("always"))
    }
    return result
  }

  func problems(with object: [String: Any]) -> [String] {
    var result: [String] = []
    check(object.filter { !["version", "command"].contains($0.key) }, "", &result)
    return result
  }

  private func check(_ object: [String: Any], _ prefix: String, _ problems: inout [String]) {
    for (path, member) in members where member.isAlways {
      guard let key = child(of: prefix, path), object[key] == nil else { continue }
      problems.append("\(path) is missing")
    }
    for (key, value) in object {
      let path = prefix.isEmpty ? key : "\(prefix).\(key)"
      guard let member = members[path] else {
        problems.append("\(path) is not documented")
        continue
      }
      if member.type == "value" { continue }
      if !member.type.contains(kind(of: value)) {
        problems.append("\(path) is a \(kind(of: value)), not \(member.type)")
      }
      if let inner = value as? [String: Any] { check(inner, path, &problems) }
      for inner in value as? [[String: Any]] ?? [] { check(inner, path + "[]", &problems) }
    }
  }

  /// The key of a path that lies directly below a prefix.
  private func child(of prefix: String, _ path: String) -> String? {
    let start = prefix.isEmpty ? "" : prefix + "."
    guard path.hasPrefix(start) else { return nil }
    let rest = String(path.dropFirst(start.count))
    return rest.contains(".") || rest.contains("[") ? nil : rest
  }

  private func kind(of value: Any) -> String {
    switch value {
    case is NSNull: "null"
    case let number as NSNumber: String(cString: number.objCType) == "c" ? "boolean" : "number"
    case is String: "string"
    case is [Any]: "array"
    default: "object"
    }
  }
}

/// A repository and the commands that are run in it, in order.
private struct JSONSession {
  struct Step {
    let command: String
    let words: [String]
    var status: Int32 = 0
    var input = ""
    /// The heading of the table, where that is not the command alone.
    var shape: String?
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
  static let steps: [Step] = [
    Step(command: "log", words: ["log"], status: 64),
    Step(command: "init", words: ["init"]),
    Step(command: "init", words: ["init"]),
    Step(command: "plan", words: ["plan"]),
    Step(
      command: "plan", words: ["plan", "--set", "rollout/planner#/canary_pct=99", "--set", "a#={}"]),
    Step(command: "plan", words: ["plan", "--set", "rollout/planner#/canary_pct=0.0"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=5", "META"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=5", "META"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=99"], status: 3),
    Step(command: "apply", words: ["apply", "--nonsense"], status: 64),
    Step(
      command: "plan",
      words: ["plan", "--set", "rollout/planner#/canary_pct=7", "--out", ".git/plan"]),
    Step(
      command: "approve",
      words: ["approve", ".git/plan", "--key", ".git/key", "--note", "n", "--out", ".git/approval"]),
    Step(command: "approve", words: ["approve", "none"], status: 64),
    Step(
      command: "apply",
      words: ["apply", "--set", "rollout/planner#/canary_pct=6", "--dry-run", "META"]),
    Step(
      command: "apply",
      words: ["apply", "--set", "rollout/planner#/canary_pct=6", "--propose", "--pr", "7", "META"]),
    Step(
      command: "apply", words: ["apply", "--set", "a#={\"b\":1}", "--key", "k", "META"]),
    Step(
      command: "apply", words: ["apply", "--set", "a#={\"b\":1}", "--key", "k", "META"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "x", "-m", "text"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "y"]),
    Step(command: "checkpoint list", words: ["checkpoint", "list"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "y"], status: 3),
    Step(command: "apply", words: ["apply", "--set", "a#/b=2", "META"]),
    Step(command: "checkpoint show", words: ["checkpoint", "show", "x"]),
    Step(command: "checkpoint diff", words: ["checkpoint", "diff", "x", "y"]),
    Step(command: "checkpoint diff", words: ["checkpoint", "diff", "x"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD", "--dry-run", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD~2", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD~4", "META"]),
    Step(command: "rollback", words: ["rollback", "--to", "x"], status: 3),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":2}", "META"], status: 4),
    Step(command: "plan", words: ["plan", "--set", "a#={\"b\":1}"]),
    Step(command: "log", words: ["log"]),
    Step(command: "due", words: ["due"]),
    Step(command: "due", words: ["due", "--as-of", "2199-01-01", "--check"], status: 3),
    Step(command: "due", words: ["due", "--as-of", "x"], status: 64),
    Step(command: "verify", words: ["verify"]),
    Step(command: "show", words: ["show", "HEAD"]),
    Step(command: "show", words: ["show", "HEAD~4"]),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":3}", "--pr", "8", "META"]),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":4}", "--pr", "9", "META"]),
    Step(command: "trace", words: ["trace", "a#/b"]),
    Step(command: "trace", words: ["trace", "rollout/planner"]),
    Step(command: "trace", words: ["trace", "a#/c"], status: 64),
    Step(command: "blame", words: ["blame", "a"]),
    Step(command: "blame", words: ["blame", "rollout/planner", "HEAD~1"]),
    Step(command: "blame", words: ["blame", "b"], status: 64),
    Step(command: "pr", words: ["pr", "7"]),
    Step(command: "pr", words: ["pr", "8"]),
    Step(command: "pr", words: ["pr", "99"], status: 64),
    Step(command: "report", words: ["report"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value > 1"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value == 3"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value >"], status: 64),
    Step(command: "validate", words: ["validate"]),
    Step(command: "validate", words: ["validate", "message"], status: 3),
    Step(command: "validate", words: ["validate", "none"], status: 64),
    Step(command: "rules explain", words: ["rules", "explain", "rollout/planner"]),
    Step(command: "rules explain", words: ["rules", "explain", "@governance/rules"]),
    Step(command: "rules check", words: ["rules", "check"]),
    Step(command: "rules check", words: ["rules", "check", "broken"], status: 3),
    Step(command: "rules test", words: ["rules", "test"]),
    Step(command: "rules test", words: ["rules", "test", "failing"], status: 3),
    Step(command: "rules test", words: ["rules", "test", "none"], status: 64),
    Step(
      command: "validate", words: ["validate", "--schema", "schema.json", "ours.json"],
      shape: "validate --schema"),
    Step(
      command: "validate", words: ["validate", "--schema", "schema.json", "base.json"], status: 3,
      shape: "validate --schema"),
    Step(command: "schema check", words: ["schema", "check"]),
    Step(command: "schema check", words: ["schema", "check", "schema.json"]),
    Step(command: "gate list", words: ["gate", "list"]),
    Step(command: "apply", words: ["apply", "--governance", "META"]),
    Step(command: "gate list", words: ["gate", "list"]),
    Step(command: "gate check", words: ["gate", "check"]),
    Step(command: "gate check", words: ["gate", "check", "broken-gate.json"], status: 3),
    Step(
      command: "plan",
      words: ["plan", "--set", "rollout/planner#/canary_pct=8", "--out", "p.json"]),
    Step(
      command: "gate evaluate",
      words: [
        "gate", "evaluate", "g", "--plan", "p.json", "--evidence", "live=live.csv", "--out",
        "decision.json",
      ]),
    Step(
      command: "gate evaluate", words: ["gate", "evaluate", "g", "--plan", "p.json"], status: 4),
    Step(
      command: "gate evaluate", words: ["gate", "evaluate", "h", "--plan", "p.json"], status: 64),
    Step(
      command: "gate verify",
      words: [
        "gate", "verify", "decision.json", "--gate", "g", "--plan", "p.json", "--evidence",
        "live=live.csv",
      ]),
    Step(
      command: "gate verify",
      words: ["gate", "verify", "decision.json", "--gate", "g", "--plan", "p.json"], status: 3),
    Step(command: "drift", words: ["drift"], status: 1),
    Step(command: "sync", words: ["sync"], status: 1),
    Step(command: "drift", words: ["drift", "t"], status: 1),
    Step(command: "sync", words: ["sync", "none"], status: 64),
    Step(command: "evidence import", words: ["evidence", "import", "live.csv"]),
    Step(command: "evidence import", words: ["evidence", "import", "message"], status: 64),
    Step(
      command: "bench list",
      words: ["bench", "list", "--server-url", "SERVER", "--matrix", "bench/matrix"]),
    Step(
      command: "bench sync",
      words: [
        "bench", "sync", "--server-url", "SERVER", "--matrix", "bench/matrix",
        "--include-optional",
      ]),
    Step(
      command: "bench benchmark",
      words: [
        "bench", "benchmark", "--server-url", "SERVER", "--prompts", "bench/prompts", "--models",
        "a:1b", "--output", "bench/live.out",
      ]),
    Step(
      command: "bench benchmark",
      words: ["bench", "benchmark", "--server-url", "SERVER", "--prompts", "live.csv"], status: 64),
    Step(
      command: "bench legacy-benchmark",
      words: [
        "bench", "legacy-benchmark", "--server-url", "SERVER", "--legacy-roots", "bench/old",
        "--models", "a:1b", "--output", "bench/legacy.out",
      ]),
    Step(
      command: "bench profile-gate",
      words: [
        "bench", "profile-gate", "--live-report", "bench/live.out", "--policy", "bench/promotion",
        "--output", "bench/gate.out",
      ]),
    Step(
      command: "apply",
      words: [
        "apply", "--set",
        #"profiles#={"active":{"model_profile":"balanced","runtime_model_profile":"balanced","ingestion_model_profile":"balanced","legacy_ingestion_model_profile":"balanced"},"models":{}}"#,
        "META",
      ]),
    Step(
      command: "bench dev-cycle",
      words: [
        "bench", "dev-cycle", "--defer-benchmarks", "--existing-live-report", "bench/live.out",
        "--policy", "bench/promotion", "--apply-dry-run", "--output-dir", "bench/out",
        "--checkpoint-output", "bench/checkpoint.out", "META",
      ]),
    Step(
      command: "bench approval-manifest",
      words: [
        "bench", "approval-manifest", "--checkpoint", "bench/checkpoint.out", "--decision",
        "approved", "--approved-by", "a", "--output", "bench/manifest.out",
      ]),
    Step(
      command: "bench apply-checkpoint",
      words: [
        "bench", "apply-checkpoint", "--checkpoint", "bench/checkpoint.out",
        "--approval-manifest", "bench/manifest.out", "META",
      ]),
    Step(
      command: "bench rollback-policy",
      words: [
        "bench", "rollback-policy", "--checkpoint", "bench/checkpoint.out", "--output",
        "bench/back.out", "META",
      ]),
    Step(
      command: "bench sota-verdict",
      words: [
        "bench", "sota-verdict", "--candidate", "bench/live.out", "--output", "bench/verdict.out",
      ], status: 2),
    Step(
      command: "bench sota-verdict",
      words: ["bench", "sota-verdict", "--verify", "bench/verdict.out"], status: 2,
      shape: "bench sota-verdict --verify"),
    Step(command: "bench show", words: ["bench", "show", "bench/live.out"]),
    Step(command: "merge", words: ["merge", "base.json", "ours.json", "theirs.json"]),
    Step(
      command: "merge", words: ["merge", "--strict", "base.json", "ours.json", "theirs.json"],
      status: 5),
    Step(command: "diff", words: ["diff", "HEAD~3", "HEAD"]),
    Step(command: "diff", words: ["diff", "--no-index", "base.json", "theirs.json"]),
    Step(command: "driver install", words: ["driver", "install"]),
    Step(command: "doctor", words: ["doctor"]),
    Step(command: "hook install", words: ["hook", "install"]),
    Step(command: "hook pre-commit", words: ["hook", "pre-commit"]),
    Step(command: "hook commit-msg", words: ["hook", "commit-msg", "message"]),
    Step(command: "hook pre-receive", words: ["hook", "pre-receive"]),
    Step(
      command: "hook pre-receive", words: ["hook", "pre-receive"], status: 3,
      input: "HEAD \(zeros) refs/heads/main\n"),
    Step(command: "hook pre-receive", words: ["hook", "pre-receive"], status: 64, input: "x\n"),
    Step(command: "hook pre-push", words: ["hook", "pre-push", "origin", "here"]),
    Step(
      command: "hook pre-push", words: ["hook", "pre-push", "origin", "here"], status: 3,
      input: "(delete) \(zeros) refs/heads/main HEAD\n"),
    Step(
      command: "hook update", words: ["hook", "update", "refs/heads/main", "HEAD", zeros],
      status: 3),
  ]

  private static let zeros = String(repeating: "0", count: 40)

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
