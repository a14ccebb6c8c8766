import WritJSON
import WritPolicy

/// llmperf's results: the requests one by one, or their summary.
enum LLMPerfResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    if let first = root.firstElement {
      return first.has("end_to_end_latency_s") && first.has("error_code")
    }
    return root.has("results_num_requests_started") || root.has("results_error_rate")
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    if root.kind == .array {
      try readRequests(root, &builder)
    } else {
      try readSummary(try Fields(root, "the summary"), &builder)
    }
  }

  /// A request with an error code or message failed; the zeros beside it are no measurements.
  private static func readRequests(
    _ root: JSONNode, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let group = try builder.group(SummaryBuilder.only)
    // Requests mostly have their members in one order.
    var known: [(name: String, metric: Int)] = []
    for request in root.elements {
      guard request.kind == .object else {
        throw EvidenceError(
          .syntax, "A request is \(request.kind), not an object.", line: request.line)
      }
      let hasFailed = hasFailed(request)
      builder.addRuns(ok: hasFailed ? 0 : 1, failed: hasFailed ? 1 : 0, group: group)
      var place = 0
      for member in request.members {
        guard member.isNumber, !member.hasKey("error_code") else { continue }
        if place >= known.count || !member.hasKey(known[place].name) {
          let name = member.key
          known.insert((name, try builder.metric(name, unit: unit(name))), at: place)
        }
        let metric = known[place].metric
        place += 1
        if hasFailed {
          builder.declare(metric: metric, group: group)
        } else {
          try builder.add(
            member.doubleValue ?? .infinity, metric: metric, group: group, line: member.value.line)
        }
      }
      known.removeSubrange(place...)
    }
  }

  private static func hasFailed(_ request: JSONNode) -> Bool {
    if let code = request["error_code"], !code.isNull { return true }
    guard let message = request["error_msg"], !message.isNull else { return false }
    return message.stringValue != ""
  }

  private static func unit(_ name: String) -> String? {
    if name.utf8.starts(with: "number_".utf8) { return "tokens" }
    return name.hasSuffix("_token_per_s") ? "tokens/s" : MetricUnit(of: name).unit
  }

  private static let endings = [
    ("_quantiles_p25", "p25"), ("_quantiles_p50", "p50"), ("_quantiles_p75", "p75"),
    ("_quantiles_p90", "p90"), ("_quantiles_p95", "p95"), ("_quantiles_p99", "p99"),
    ("_mean", "mean"), ("_min", "min"), ("_max", "max"), ("_stddev", "stddev"),
  ]

  private static func readSummary(
    _ fields: Fields, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let group = try builder.group(fields.text("model") ?? SummaryBuilder.only)
    let failed = try fields.count("results_number_errors") ?? 0
    let completed = try fields.count("results_num_completed_requests") ?? 0
    builder.addRuns(ok: completed, failed: failed, group: group)
    builder.note(timeIn: fields.node["timestamp"])
    var found: [(name: String, statistics: [MetricSummary.Statistic])] = []
    for member in fields.node.members where member.key.utf8.starts(with: "results_".utf8) {
      let key = String(member.key.dropFirst("results_".count))
      guard let (ending, statistic) = endings.first(where: { key.hasSuffix($0.0) }),
        // Some numbers stand there as text.
        let value = member.value.doubleValue ?? member.value.stringValue.flatMap({ Double($0) })
      else { continue }
      let name = String(key.dropLast(ending.count))
      let index = found.firstIndex { $0.name == name } ?? found.endIndex
      if index == found.endIndex { found.append((name, [])) }
      found[index].statistics.append(.init(statistic, value))
    }
    for (name, statistics) in found {
      try builder.add(
        MetricSummary(
          name: name, unit: unit(name), count: completed,
          statistics: completed == 0 ? [] : statistics), group: group)
    }
    let rate = try fields.number("results_num_completed_requests_per_min")
    try builder.add(
      single: rate, "num_completed_requests_per_min", unit: "1/min", count: completed,
      group: group)
  }
}
