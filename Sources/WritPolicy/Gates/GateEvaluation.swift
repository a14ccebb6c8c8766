internal import WritJSON

/// Holds evidence against a gate.
///
/// The result follows from the gate, the evidence, the change and the time alone: who has these can
/// work the decision out again, byte for byte.
public struct GateEvaluation: Sendable {
  let gate: Gate
  let subject: GateSubject
  let now: Instant
  private let readings: [[UInt8]: EvidenceReading]

  /// Takes what the decision follows from.
  ///
  /// - Parameter evidence: artifacts whose names the gate does not know are left alone.
  public init(
    _ gate: Gate, evidence: [EvidenceReading], subject: GateSubject, at now: Instant
  ) {
    self.gate = gate
    self.subject = subject
    self.now = now
    readings = Dictionary(
      evidence.map { (Array($0.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The artifact with that name.
  func reading(_ name: String) -> EvidenceReading? { readings[Array(name.utf8)] }

  /// The cases that do not count now.
  var quarantined: [Quarantine] { gate.quarantine.filter { $0.isInForce(at: now) } }

  /// The results of all checks, in the order of the gate.
  public func results() -> [CheckResult] {
    var results = evidenceResults()
    let objectives = objectiveResults()
    results += objectives.results
    results += gate.totalScore.map { [scoreResult($0, objectives.points)] } ?? []
    results += conditionResults()
    results += gate.comparisons.map(comparisonResult)
    results += gate.coverage.map { [coverageResult($0)] } ?? []
    results += quarantineResults()
    return results
  }

  /// An expired quarantine is told, and its case counts again.
  private func quarantineResults() -> [CheckResult] {
    gate.quarantine.filter { !$0.isInForce(at: now) }.map { item in
      let finding = CheckFinding(
        .inconclusive,
        "The quarantine of '\(item.id.oneLine)' ended at \(item.until), so the case counts again; "
          + "\(item.owner.oneLine) was to mend it.")
      return CheckResult(.quarantine, item.id, finding, holds: false)
    }
  }
}

extension GateEvaluation {
  /// The groups that a check speaks of, or why there are none.
  func groups(
    _ wanted: String?, in name: String
  ) -> (groups: [EvidenceGroup], problem: CheckFinding?) {
    guard let reading = reading(name) else {
      return ([], CheckFinding(.noData, "There is no evidence named '\(name)'."))
    }
    let summary: EvidenceSummary
    switch reading.content {
    case .unusable(let reason):
      return ([], CheckFinding(.error, "'\(name)' cannot be used: \(reason)"))
    case .summary(let read): summary = read
    }
    let names = summary.groups.prefix(12).map(\.name.oneLine).joined(separator: ", ")
    switch wanted {
    case "*" where summary.groups.isEmpty:
      return ([], CheckFinding(.noData, "'\(name)' measured nothing."))
    case "*": return (summary.groups, nil)
    case let wanted?:
      if let group = summary.group(wanted) { return ([group], nil) }
      return (
        [],
        CheckFinding(.error, "'\(name)' has no group '\(wanted.oneLine)'; it has \(names).")
      )
    case nil:
      if summary.groups.count == 1 { return (summary.groups, nil) }
      guard !summary.groups.isEmpty else {
        return ([], CheckFinding(.noData, "'\(name)' measured nothing."))
      }
      return (
        [], CheckFinding(.error, "'\(name)' has the groups \(names), and the check names none.")
      )
    }
  }

  /// The group of the baseline that one of the judged evidence is compared with.
  func baselineGroup(
    _ wanted: String?, for group: EvidenceGroup, in name: String
  ) -> (group: EvidenceGroup?, problem: CheckFinding?) {
    if let wanted {
      let found = groups(wanted, in: name)
      return (found.groups.first, found.problem)
    }
    if let same = reading(name)?.summary?.group(group.name) { return (same, nil) }
    let found = groups(nil, in: name)
    return (found.groups.first, found.problem)
  }
}
