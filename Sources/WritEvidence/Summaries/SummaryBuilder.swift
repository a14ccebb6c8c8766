import WritPolicy

/// Collects measurements group by group and gives the summary.
struct SummaryBuilder: Sendable {
  private var registry = MetricRegistry()
  private var groups: [GroupAccumulator] = []
  private var indices: [ByteKey: Int] = [:]
  private var recordedAt: Instant?
  private(set) var notes: [String] = []

  /// The name of the group where a source has but one and does not name it.
  static let only = "all"
  /// More groups than this are a mistake.
  private static let groupLimit = 10_000

  /// The number of the group with that name.
  mutating func group(_ name: String) throws(EvidenceError) -> Int {
    try group(ByteKey(name))
  }

  mutating func group(_ key: ByteKey, line: Int? = nil) throws(EvidenceError) -> Int {
    if let index = indices[key] { return index }
    guard groups.count < Self.groupLimit, (1...500).contains(key.text.utf8.count) else {
      throw EvidenceError(
        .tooLarge,
        "There are more than \(Self.groupLimit) groups, or one has a name of no or over 500 bytes.",
        line: line)
    }
    indices[key] = groups.count
    groups.append(GroupAccumulator(name: key.text))
    return groups.count - 1
  }

  /// A new group, whose name gets a number when it is taken.
  mutating func newGroup(_ name: String) throws(EvidenceError) -> Int {
    var key = ByteKey(name.isEmpty ? Self.only : String(name.prefix(400)))
    var number = 2
    while indices[key] != nil {
      key = ByteKey("\(key.text) #\(number)")
      number += 1
    }
    return try group(key)
  }

  /// The number of the metric with that name.
  mutating func metric(
    _ name: String, unit: String?, line: Int? = nil
  ) throws(EvidenceError) -> Int {
    try registry.number(of: name, unit: unit, line: line)
  }

  /// The name of a metric by its number.
  func name(ofMetric number: Int) -> String { registry.metrics[number].name }

  /// Adds a measurement, which must be finite, and not negative where it is a span of time.
  mutating func add(
    _ value: Double, metric: Int, group: Int, line: @autoclosure () -> Int? = nil
  ) throws(EvidenceError) {
    guard value.isFinite, value >= 0 || !registry.areDurations[metric] else {
      throw noMeasurement(value, registry.metrics[metric].name, line())
    }
    groups[group].add(value, to: metric)
  }

  private func noMeasurement(_ value: Double, _ name: String, _ line: Int?) -> EvidenceError {
    guard value.isFinite else {
      return EvidenceError(
        .measurement, "'\(name.shortened)' is \(value), which is no measurement.", line: line,
        hint: "leave the value of a failed run empty and mark the run as failed")
    }
    return EvidenceError(
      .measurement, "'\(name.shortened)' is \(value), and no time is negative.", line: line,
      hint: "a clock went backwards: measure again with a monotonic one")
  }

  /// Tells of a metric that a group has, if perhaps without a valid measurement.
  mutating func declare(metric: Int, group: Int) { groups[group].declare(metric) }

  /// Adds a metric that came summed up already.
  ///
  /// One without a valid measurement has no statistics: the zeros that stand for them measure nothing.
  mutating func add(_ given: MetricSummary, group: Int) throws(EvidenceError) {
    var metric = given
    if metric.count == 0 { metric.statistics = [] }
    let known = try self.metric(metric.name, unit: metric.unit)
    for statistic in metric.statistics {
      let isSpan = registry.areDurations[known] && statistic.name != "stddev"
      guard statistic.value.isFinite, !isSpan || statistic.value >= 0 else {
        throw EvidenceError(
          .measurement,
          "'\(metric.name.shortened).\(statistic.name)' is \(statistic.value), "
            + "which is no measurement.",
          hint: "measure again; a time is finite and not negative")
      }
    }
    groups[group].add(metric)
  }

  mutating func addRuns(
    ok: Int = 0, failed: Int = 0, skipped: Int = 0, group: Int
  ) {
    groups[group].runs.ok += ok
    groups[group].runs.failed += failed
    groups[group].runs.skipped += skipped
  }

  /// Adds runs of a case by its name in UTF-8.
  mutating func add(_ runs: CaseRuns, of name: UnsafeBufferPointer<UInt8>, group: Int) {
    groups[group].addCase { $0.add(runs, of: name) }
  }

  /// Adds runs of a case.
  mutating func add(_ runs: CaseResult, group: Int) {
    groups[group].addCase { $0.add(runs) }
  }

  /// Notes when something was measured; the earliest time counts, so that one new row does not make
  /// old results look new.
  mutating func note(time: Instant) { recordedAt = min(recordedAt ?? time, time) }

  /// Tells the reader something.
  mutating func note(_ sentence: String) {
    if notes.count < 100 { notes.append(sentence) }
  }

  func summary(_ kind: EvidenceKind) throws(EvidenceError) -> EvidenceSummary {
    guard groups.contains(where: { $0.runs != RunCounts() }) else {
      throw EvidenceError(
        .empty, "The \(kind.rawValue) result holds no run, so it shows nothing.",
        hint: "run the measurement, and give what it wrote")
    }
    return EvidenceSummary(
      kind: kind.rawValue, recordedAt: recordedAt,
      groups: groups.map { $0.group(registry.metrics) }, notes: notes)
  }
}
