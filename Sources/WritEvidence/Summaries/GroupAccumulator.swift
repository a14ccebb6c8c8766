import WritPolicy

/// Sums up what one group did.
struct GroupAccumulator: Sendable {
  let name: String
  var runs = RunCounts()
  /// By the number of the metric; shorter than the list of metrics when the last ones are not here.
  private var metrics: [MetricAccumulator] = []
  /// Metrics that came summed up already.
  private var finished: [MetricSummary] = []
  private var table = CaseTable()
  private var hasTooManyCases = false

  init(name: String) { self.name = name }

  /// Makes room, so that a metric without any valid measurement is told as such.
  mutating func declare(_ metric: Int) {
    while metrics.count <= metric { metrics.append(MetricAccumulator()) }
    metrics[metric].isDeclared = true
  }

  mutating func add(_ value: Double, to metric: Int) {
    if metric >= metrics.count { declare(metric) }
    metrics[metric].add(value)
  }

  mutating func add(_ metric: MetricSummary) { finished.append(metric) }

  /// Adds the runs of a case; beyond the limit cases are counted no more.
  mutating func addCase(_ add: (inout CaseTable) -> Void) {
    guard !hasTooManyCases else { return }
    add(&table)
    if table.cases.count > EvidenceGroup.caseLimit {
      hasTooManyCases = true
      table = CaseTable()
    }
  }

  func group(_ known: [MetricRegistry.Metric]) -> EvidenceGroup {
    let measured = metrics.enumerated().compactMap { index, metric in
      metric.isDeclared || metric.count > 0
        ? metric.summary(name: known[index].name, unit: known[index].unit) : nil
    }
    return EvidenceGroup(
      name: name, runs: runs, metrics: measured + finished, cases: table.cases,
      hasTooManyCases: hasTooManyCases)
  }
}

/// The metrics of an artifact, each with one unit.
struct MetricRegistry: Sendable {
  struct Metric: Sendable {
    let name: String
    let unit: String?
  }

  private(set) var metrics: [Metric] = []
  /// Which metrics are spans of time, by number: asked of every measurement.
  private(set) var areDurations: [Bool] = []
  private var numbers: [ByteKey: Int] = [:]

  /// More metrics than this are a mistake.
  private static let limit = 1_000

  /// The number of a metric.
  ///
  /// - Throws: when it was in another unit before.
  mutating func number(
    of name: String, unit: String?, line: Int? = nil
  ) throws(EvidenceError) -> Int {
    let key = ByteKey(name)
    if let number = numbers[key] {
      let known = metrics[number].unit
      guard known?.utf8.elementsEqual((unit ?? "").utf8) ?? (unit == nil) else {
        throw EvidenceError(
          .measurement,
          "'\(name.shortened)' is in \((unit ?? "no unit").shortened) here and in "
            + "\((known ?? "no unit").shortened) before.",
          line: line, hint: "bring all measurements of a metric to one unit")
      }
      return number
    }
    guard metrics.count < Self.limit, (1...200).contains(name.utf8.count) else {
      throw EvidenceError(
        .tooLarge,
        "There are more than \(Self.limit) metrics, or one has a name of no or over 200 bytes.",
        line: line)
    }
    numbers[key] = metrics.count
    metrics.append(Metric(name: name, unit: unit))
    areDurations.append(MetricUnit.isDuration(name: name, unit: unit))
    return metrics.count - 1
  }
}
