internal import WritJSON

/// The number that a metric's name stands for in one group.
enum Measurement {
  case number(Double, unit: String?, count: Int?, proportion: Proportion?)
  case noData(String)
  case unknown(String)

  /// A number of successes among trials, for metrics that are rates.
  struct Proportion {
    let successes: Int
    let trials: Int
  }
}

extension EvidenceGroup {
  /// Looks a metric up by its name with its statistic, `ttft_s.p95`.
  ///
  /// `runs.*` and `cases.*` are worked out from the counts; cases in quarantine are left out.
  func measurement(_ reference: String, without quarantined: [Quarantine]) -> Measurement {
    if reference.utf8.starts(with: "runs.".utf8),
      let found = EvidenceGroup.runMetric(reference, runs(without: quarantined))
    {
      return found
    }
    if reference.utf8.starts(with: "cases.".utf8),
      let found = caseMetric(reference, without: quarantined)
    {
      return found
    }
    let fitting = metrics.compactMap { metric in
      metric.statistic(in: reference).map { (metric, $0) }
    }
    // One metric may continue another one's name with a dot; the longer name is meant then.
    let longest = fitting.max { $0.0.name.utf8.count < $1.0.name.utf8.count }
    guard let chosen = fitting.first(where: { $0.0[$0.1] != nil }) ?? longest else {
      return .unknown(unknownMetric(reference))
    }
    return measurement(chosen.0, chosen.1)
  }

  private func measurement(_ metric: MetricSummary, _ statistic: String) -> Measurement {
    if metric.count == 0 {
      return .noData("'\(metric.name.oneLine)' has no valid measurement")
    }
    guard let value = metric[statistic] else {
      let known = metric.statistics.map { "\(metric.name).\($0.name)" }.joined(separator: ", ")
      return .unknown(
        "'\(metric.name.oneLine)' has no statistic '\(statistic.oneLine)'; it has \(known)")
    }
    return .number(value, unit: metric.unit, count: metric.count, proportion: nil)
  }

  /// How the runs ended, but for those of cases in quarantine.
  func runs(without quarantined: [Quarantine]) -> RunCounts {
    var result = runs
    for item in quarantined {
      guard let out = cases.first(where: { $0.id.hasSameBytes(as: item.id) }) else {
        continue
      }
      result.failed = max(0, result.failed - out.errors)
      result.ok = max(0, result.ok - (out.passed + out.failed - out.errors))
    }
    return result
  }

  private static func runMetric(_ reference: String, _ runs: RunCounts) -> Measurement? {
    let attempted = runs.attempted
    let count: Int
    switch reference {
    case "runs.total": count = attempted + runs.skipped
    case "runs.ok": count = runs.ok
    case "runs.failed": count = runs.failed
    case "runs.failure_rate":
      return rate(runs.failed, of: attempted, "no run was attempted")
    default: return nil
    }
    return attempted == 0
      ? .noData("no run was attempted")
      : .number(Double(count), unit: nil, count: attempted, proportion: nil)
  }

  private func caseMetric(_ reference: String, without quarantined: [Quarantine]) -> Measurement? {
    let known = ["cases.total", "cases.passed", "cases.failed", "cases.pass_rate"]
    guard known.contains(reference) else { return nil }
    if hasTooManyCases {
      return .unknown("it has more than \(EvidenceGroup.caseLimit) cases, so none are kept")
    }
    let left = Set(quarantined.map { Array($0.id.utf8) })
    let judged = cases.filter { $0.isPassed != nil && !left.contains(Array($0.id.utf8)) }
    let passed = judged.count { $0.isPassed == true }
    if reference == "cases.pass_rate" {
      return EvidenceGroup.rate(passed, of: judged.count, "no case was run")
    }
    guard !judged.isEmpty else { return .noData("no case was run") }
    let value =
      switch reference {
      case "cases.passed": passed
      case "cases.failed": judged.count - passed
      default: judged.count
      }
    return .number(Double(value), unit: nil, count: judged.count, proportion: nil)
  }

  private static func rate(_ successes: Int, of trials: Int, _ none: String) -> Measurement {
    trials == 0
      ? .noData(none)
      : .number(
        Double(successes) / Double(trials), unit: nil, count: trials,
        proportion: .init(successes: successes, trials: trials))
  }

  private func unknownMetric(_ reference: String) -> String {
    let names = metrics.prefix(12).map(\.name.oneLine) + ["runs.failure_rate", "cases.pass_rate"]
    let more = metrics.count > 12 ? " and \(metrics.count - 12) more" : ""
    return "there is no metric '\(reference.oneLine)'; there are \(names.joined(separator: ", "))"
      + more
  }
}

extension MetricSummary {
  /// The statistic that a reference asks this metric for, or nil when it names another metric.
  fileprivate func statistic(in reference: String) -> String? {
    let text = reference.utf8
    guard text.starts(with: name.utf8) else { return nil }
    let rest = text.dropFirst(name.utf8.count)
    if rest.isEmpty { return MetricSummary.single }
    guard rest.first == UInt8(ascii: "."), rest.count > 1 else { return nil }
    return String(decoding: Array(rest.dropFirst()), as: UTF8.self)
  }
}
