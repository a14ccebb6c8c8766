import WritJSON
import WritPolicy

/// GuideLLM's benchmark report; one group for each benchmark.
enum GuideLLMResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    root["benchmarks"]?.firstElement?["metrics"]?.kind == .object
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    guard let benchmarks = try Fields(root, "the report").array("benchmarks") else {
      throw EvidenceError(.syntax, "The report has no benchmarks.")
    }
    for (index, node) in benchmarks.elements.enumerated() {
      let benchmark = try Fields(node, "a benchmark")
      let group = try builder.newGroup(name(benchmark) ?? "benchmark \(index + 1)")
      builder.note(timeIn: node["start_time"] ?? node["run_stats"]?["start_time"])
      let completed = try addRuns(benchmark, group, &builder)
      guard let metrics = benchmark.object("metrics") else { continue }
      for member in metrics.members {
        guard let part = member.value["successful"], part.kind == .object, part.has("mean") else {
          continue
        }
        try add(member.key, try Fields(part, member.key), completed, group, &builder)
      }
    }
  }

  /// The strategy, with its rate where it has one.
  private static func name(_ benchmark: Fields) -> String? {
    let node = benchmark.node
    let strategy =
      node["config"]?["strategy"] ?? node["args"]?["strategy"]
      ?? node["scheduler"]?["strategy"]
    guard let kind = (strategy?["type_"] ?? strategy?["type"])?.stringValue else { return nil }
    let rate = strategy?["rate"] ?? strategy?["streams"] ?? strategy?["max_concurrency"]
    return rate?.doubleValue == nil ? kind : "\(kind)@\(rate?.sourceText ?? "")"
  }

  /// Requests that were cut off at the end of the time were neither.
  private static func addRuns(
    _ benchmark: Fields, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) -> Int {
    let node = benchmark.node
    let totals =
      node["metrics"]?["request_totals"] ?? node["request_totals"]
      ?? node["run_stats"]?["requests_made"] ?? node["scheduler_metrics"]?["requests_made"]
    guard let totals else {
      throw EvidenceError(
        .syntax, "A benchmark does not say how many requests succeeded.", line: node.line)
    }
    let part = try Fields(totals, "the totals")
    let completed = try part.count("successful") ?? 0
    builder.addRuns(
      ok: completed, failed: try part.count("errored") ?? 0,
      skipped: try part.count("incomplete") ?? 0, group: group)
    return completed
  }

  private static let names = [
    ("mean", "mean"), ("median", "p50"), ("std_dev", "stddev"), ("min", "min"), ("max", "max"),
  ]

  private static func add(
    _ name: String, _ part: Fields, _ completed: Int, _ group: Int,
    _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let count = try part.count("count") ?? completed
    var statistics: [MetricSummary.Statistic] = []
    for (key, name) in names {
      if let value = try part.number(key) { statistics.append(.init(name, value)) }
    }
    for member in part.object("percentiles")?.members.map(\.self) ?? [] {
      guard let name = percentile(member.key), name != "p50",
        let value = member.value.doubleValue
      else { continue }
      statistics.append(.init(name, value))
    }
    let unit = name == "request_latency" ? "s" : MetricUnit(of: name).unit
    try builder.add(
      MetricSummary(
        name: name, unit: unit, count: count,
        statistics: count == 0 ? [] : statistics), group: group)
  }

  /// `p95` as it is; `p999` as `p99.9`, and `p001` as `p0.1`.
  private static func percentile(_ key: String) -> String? {
    let digits = Array(key.utf8.dropFirst())
    guard key.utf8.first == UInt8(ascii: "p"), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    switch digits.count {
    case 1, 2: return Int(key.dropFirst()).map { "p\($0)" }
    case 3: return Int(key.dropFirst()).map { "p\($0 / 10).\($0 % 10)" }
    default: return nil
    }
  }
}
