import WritJSON
import WritPolicy

/// k6's end-of-test summary, as `--summary-export` writes it or as `handleSummary` gets it.
enum K6Result: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    guard let metrics = root["metrics"], metrics.kind == .object else { return false }
    return root.has("root_group") || metrics.has("iterations") || metrics.has("http_reqs")
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    let fields = try Fields(root, "k6's summary")
    guard let metrics = fields.object("metrics") else {
      throw EvidenceError(.syntax, "k6's summary has no metrics.")
    }
    let group = try builder.group(SummaryBuilder.only)
    let requests = try addRuns(metrics, group, &builder)
    for member in metrics.members {
      // A name with braces is a part of another metric.
      let isRequest = member.key.utf8.starts(with: "http_req_".utf8) && !member.key.contains("{")
      try add(member.key, member.value, isRequest ? requests : nil, group, &builder)
    }
    if let checks = fields.object("root_group") { try addChecks(checks, "", group, &builder) }
  }

  /// `http_req_failed` is a rate of what is true, so its "passes" are the requests that failed.
  private static func addRuns(
    _ metrics: JSONNode, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) -> Int? {
    if let failed = metrics["http_req_failed"] {
      let part = try Fields(values(failed), "http_req_failed")
      if let bad = try part.count("passes"), let good = try part.count("fails") {
        builder.addRuns(ok: good, failed: bad, group: group)
        return good + bad
      }
    }
    for name in ["http_reqs", "iterations"] {
      guard let metric = metrics[name] else { continue }
      guard let count = try Fields(values(metric), name).count("count") else { continue }
      builder.note("Failed requests are not told, so none count as failed.")
      builder.addRuns(ok: count, group: group)
      return name == "http_reqs" ? count : nil
    }
    return nil
  }

  /// The numbers of a metric: beside it, or in `values` when `handleSummary` was given them.
  private static func values(_ metric: JSONNode) -> JSONNode { metric["values"] ?? metric }

  private static let names = [
    "avg": "mean", "med": "p50", "min": "min", "max": "max", "rate": "rate", "value": "value",
  ]

  private static func add(
    _ name: String, _ metric: JSONNode, _ requests: Int?, _ group: Int,
    _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let part = try Fields(values(metric), name)
    var statistics: [MetricSummary.Statistic] = []
    var isTrend = false
    for member in part.node.members {
      guard let value = member.value.doubleValue else { continue }
      if let known = names[member.key] {
        statistics.append(.init(known, value))
      } else if let percentile = percentile(member.key) {
        statistics.append(.init(percentile, value))
      }
      isTrend = isTrend || member.key == "avg"
    }
    var count = try part.count("count")
    if let passes = try part.count("passes"), let fails = try part.count("fails") {
      count = passes + fails
      if part.node["rate"] == nil, let rate = try part.number("value") {
        statistics.append(.init("rate", rate))
      }
    } else if count != nil, !isTrend {
      // A counter has been added to, not measured: the sum is what it says.
      statistics.append(.init(MetricSummary.single, Double(count ?? 0)))
      count = nil
    }
    guard !statistics.isEmpty else { return }
    let isTime = metric["contains"]?.stringValue.map { $0 == "time" } ?? isKnownTime(name)
    try builder.add(
      MetricSummary(
        name: name, unit: isTrend && isTime ? "ms" : nil,
        count: isTrend ? count ?? requests : count,
        statistics: statistics), group: group)
  }

  /// The trends of k6 itself that hold times.
  private static func isKnownTime(_ name: String) -> Bool {
    ["http_req_", "iteration_duration", "group_duration", "grpc_req_", "ws_"].contains {
      name.utf8.starts(with: $0.utf8)
    }
  }

  /// `p(99.9)` as `p99.9`.
  private static func percentile(_ key: String) -> String? {
    guard key.utf8.starts(with: "p(".utf8), key.utf8.last == UInt8(ascii: ")") else { return nil }
    return "p" + key.dropFirst(2).dropLast()
  }

  private static func addChecks(
    _ node: JSONNode, _ path: String, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let part = try Fields(node, "a group of checks")
    for check in children(part, "checks") {
      let fields = try Fields(check, "a check")
      guard let name = fields.text("name") else { continue }
      builder.add(
        CaseResult(
          id: path + name, passed: try fields.count("passes") ?? 0,
          failed: try fields.count("fails") ?? 0), group: group)
    }
    for inner in children(part, "groups") {
      let name = inner["name"]?.stringValue ?? ""
      try addChecks(inner, "\(path)\(name)::", group, &builder)
    }
  }

  /// Children stand in an array, or in an object under their names.
  private static func children(_ part: Fields, _ key: String) -> [JSONNode] {
    if let array = part.array(key) { return Array(array.elements) }
    return part.object(key).map { $0.members.map(\.value) } ?? []
  }
}
