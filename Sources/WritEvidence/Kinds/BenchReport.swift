import WritJSON
import WritPolicy

/// A report of `writ bench benchmark` or `legacy-benchmark`; one group for each model.
enum BenchReport: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    guard root["run_id"]?.stringValue != nil, let models = root["models"],
      models.kind == .object
    else { return false }
    for member in models.members { return member.value.has("runs") && member.value.has("summary") }
    return false
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    let report = try Fields(root, "the report")
    builder.note(timeIn: root["finished_at_utc"] ?? root["started_at_utc"])
    if !root.has("finished_at_utc") { builder.note("The run was broken off before its end.") }
    let threshold = try report.number("ability_pass_threshold") ?? 0.75
    for member in report.object("models")?.members.map(\.self) ?? [] {
      let model = try Fields(member.value, "a model of the report")
      let group = try builder.group(member.key)
      guard let runs = model.array("runs") else {
        throw EvidenceError(
          .syntax, "The model '\(member.key.shortened)' has no runs.", line: member.value.line)
      }
      for node in runs.elements {
        try read(try Fields(node, "a run"), threshold, group, &builder)
      }
    }
  }

  private static let metrics = [
    ("wall_seconds", "s"), ("ttft_seconds", "s"), ("inter_token_seconds", "s"),
    ("eval_tokens_per_second", "tokens/s"),
  ]

  private static func read(
    _ run: Fields, _ threshold: Double, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    guard let id = run.text("prompt_id") ?? run.text("case_id") else {
      throw EvidenceError(.syntax, "A run does not say of which case it is.", line: run.node.line)
    }
    let isFailed = run.text("error") != nil
    builder.addRuns(ok: isFailed ? 0 : 1, failed: isFailed ? 1 : 0, group: group)
    // A run that failed answered nothing, and is as able as that.
    guard let score = isFailed ? 0 : try run.number("ability_score") else {
      throw EvidenceError(.syntax, "A run has no ability_score.", line: run.node.line)
    }
    builder.add(
      CaseResult(
        id: id, passed: score >= threshold ? 1 : 0, failed: score >= threshold ? 0 : 1,
        errors: isFailed ? 1 : 0), group: group)
    let ability = try builder.metric("ability_score", unit: nil)
    try builder.add(score, metric: ability, group: group, line: run.node.line)
    for (name, unit) in metrics {
      let metric = try builder.metric(name, unit: unit)
      builder.declare(metric: metric, group: group)
      guard !isFailed, let value = try run.number(name) else { continue }
      try builder.add(value, metric: metric, group: group, line: run.node.line)
    }
  }
}
