import WritJSON
import WritPolicy

/// The result file of `vllm bench serve`; one group, named by the model.
enum VLLMResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    root.has("request_throughput") && root.has("completed") && root.has("total_output_tokens")
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    let fields = try Fields(root, "the result")
    let group = try builder.group(fields.text("model_id") ?? SummaryBuilder.only)
    guard let completed = try fields.count("completed") else {
      throw EvidenceError(.syntax, "The result does not say how many requests were completed.")
    }
    let failed = try failures(fields, completed)
    builder.addRuns(ok: completed, failed: failed, group: group)
    if let date = fields.text("date") { builder.note(timeText: date) }
    try addDistributions(fields, completed, group, &builder)
    for (name, unit) in [
      ("duration", "s"), ("request_throughput", "1/s"), ("request_goodput", "1/s"),
      ("output_throughput", "tokens/s"), ("total_token_throughput", "tokens/s"),
      ("total_input_tokens", "tokens"), ("total_output_tokens", "tokens"),
    ] {
      try builder.add(
        single: try fields.number(name), name, unit: unit, count: completed, group: group)
    }
  }

  /// Newer files count the failures; in others they are what was asked for and not completed.
  private static func failures(_ fields: Fields, _ completed: Int) throws(EvidenceError) -> Int {
    if let failed = try fields.count("failed") { return failed }
    let told = fields.array("errors").map { $0.elements.count { $0.stringValue != "" } } ?? 0
    let asked = try fields.count("num_prompts") ?? completed
    return max(told, asked - completed, 0)
  }

  private static let statistics = [("mean", "mean"), ("median", "p50"), ("std", "stddev")]

  /// `mean_ttft_ms`, `p99_ttft_ms`: a statistic, then the metric.
  private static func addDistributions(
    _ fields: Fields, _ completed: Int, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    for metric in ["ttft_ms", "tpot_ms", "itl_ms", "e2el_ms"] {
      var found: [MetricSummary.Statistic] = []
      for (key, name) in statistics {
        if let value = try fields.number("\(key)_\(metric)") { found.append(.init(name, value)) }
      }
      for member in fields.node.members where member.key.utf8.starts(with: "p".utf8) {
        let ending = "_\(metric)"
        guard member.key.hasSuffix(ending), let value = member.value.doubleValue else { continue }
        let name = String(member.key.dropLast(ending.count))
        guard name.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else {
          continue
        }
        found.append(.init(name, value))
      }
      guard !found.isEmpty else { continue }
      // Without a completed request the file holds zeros that nobody measured.
      try builder.add(
        MetricSummary(
          name: metric, unit: "ms", count: completed, statistics: completed == 0 ? [] : found),
        group: group)
    }
  }
}
