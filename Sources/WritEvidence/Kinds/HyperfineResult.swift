import WritJSON
import WritPolicy

/// hyperfine's JSON export, of version 1 and of version 2; one group for each command.
enum HyperfineResult: ResultReader {
  static func recognises(_ root: JSONNode) -> Bool {
    guard let first = root["results"]?.firstElement, first["command"]?.stringValue != nil else {
      return false
    }
    return first.has("times") || first.has("measurements") || first.has("mean")
  }

  static func read(_ root: JSONNode, into builder: inout SummaryBuilder) throws(EvidenceError) {
    let fields = try Fields(root, "hyperfine's export")
    builder.note(timeIn: root["metadata"]?["start_time"])
    guard let results = fields.array("results") else {
      throw EvidenceError(.syntax, "hyperfine's export has no results.")
    }
    for result in results.elements {
      let command = try Fields(result, "a result")
      let group = try builder.newGroup(
        command.text("name") ?? command.text("command") ?? "command")
      if let measurements = command.array("measurements") {
        try read(measurements, group, &builder)
      } else if command.array("times") != nil {
        try readTimes(command, group, &builder)
      } else {
        try readStatistics(command, group, &builder)
      }
      for name in ["user", "system"] {
        guard let value = try command.number(name) else { continue }
        try builder.add(
          MetricSummary(
            name: name, unit: "s", count: nil, statistics: [.init("mean", value)]), group: group)
      }
    }
  }

  /// A run that did not end with 0 failed, and its time says nothing.
  private static func readTimes(
    _ command: Fields, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    let time = try builder.metric("time", unit: "s")
    builder.declare(metric: time, group: group)
    let codes = command.array("exit_codes").map { Array($0.elements) } ?? []
    let memory = command.array("memory_usage_byte").map { Array($0.elements) } ?? []
    let bytes = memory.isEmpty ? nil : try builder.metric("memory", unit: "B")
    let times = command.array("times").map { Array($0.elements) } ?? []
    for (index, element) in times.enumerated() {
      guard let value = element.doubleValue else {
        throw command.wrong(element, "times", "a list of numbers")
      }
      if codes.indices.contains(index), codes[index].intValue != 0 {
        builder.addRuns(failed: 1, group: group)
        continue
      }
      try builder.add(value, metric: time, group: group, line: element.line)
      if let bytes, memory.indices.contains(index), let value = memory[index].doubleValue {
        try builder.add(value, metric: bytes, group: group, line: memory[index].line)
      }
      builder.addRuns(ok: 1, group: group)
    }
  }

  private static func readStatistics(
    _ command: Fields, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    var statistics: [MetricSummary.Statistic] = []
    for (key, name) in [
      ("mean", "mean"), ("stddev", "stddev"), ("median", "p50"), ("min", "min"), ("max", "max"),
    ] {
      if let value = try command.number(key) { statistics.append(.init(name, value)) }
    }
    try builder.add(
      MetricSummary(name: "time", unit: "s", count: nil, statistics: statistics), group: group)
    builder.note("The runs of a command are not told one by one, so they count as one.")
    builder.addRuns(ok: 1, group: group)
  }

  // MARK: Version 2

  private static let names = [
    "time_wall_clock": "time", "time_user": "user", "time_system": "system",
    "memory_peak_resident": "memory",
  ]
  private static let units = ["second": "s", "byte": "B", "millisecond": "ms"]

  private static func read(
    _ measurements: JSONNode, _ group: Int, _ builder: inout SummaryBuilder
  ) throws(EvidenceError) {
    for element in measurements.elements {
      let run = try Fields(element, "a measurement")
      if let code = element["exit_code"], code.intValue != 0 {
        builder.addRuns(failed: 1, group: group)
        continue
      }
      for member in element.members {
        guard member.value.kind == .object else { continue }
        let part = try Fields(member.value, "a measurement")
        guard let value = try part.number("value") else { continue }
        let unit = part.text("unit").map { units[$0] ?? $0 }
        let metric = try builder.metric(names[member.key] ?? member.key, unit: unit)
        try builder.add(value, metric: metric, group: group, line: run.node.line)
      }
      builder.addRuns(ok: 1, group: group)
    }
  }
}
