internal import WritJSON

extension GateEvaluation {
  /// More targets than this are told by their number.
  private static let targetsTold = 100

  func coverageResult(_ coverage: Coverage) -> CheckResult {
    var gaps: [CheckFinding] = []
    var covered = 0
    var free = 0
    var told: [JSONValue] = []
    for target in subject.targets {
      guard let entry = coverage.entries.first(where: { $0.fits(target) }) else {
        guard !coverage.allowsOthers else {
          free += 1
          continue
        }
        let reason = "the gate names no evidence for \(label(target))"
        gaps.append(gap(reason, .noData, target, &told))
        continue
      }
      if let problem = problem(entry, target) {
        gaps.append(gap(problem.reason, problem.verdict, target, &told))
      } else {
        covered += 1
      }
    }
    var finding =
      CheckFinding.worst(gaps)
      ?? CheckFinding(.pass, "Every target of the change has evidence: \(covered).")
    finding.details = [
      "targets": .number(JSONNumber(subject.targets.count)),
      "covered": .number(JSONNumber(covered)), "free": .number(JSONNumber(free)),
      "uncovered": .array(Array(told.prefix(Self.targetsTold))),
    ]
    return CheckResult(
      .coverage, "coverage", finding, holds: coverage.behaviour.holds(finding.verdict))
  }

  private func gap(
    _ reason: String, _ verdict: CheckVerdict, _ target: GateTarget, _ told: inout [JSONValue]
  ) -> CheckFinding {
    told.append([
      "policy": .string(target.document), "pointer": .string(target.pointer.description),
      "reason": .string(reason),
    ])
    return CheckFinding(verdict, "Not every target of the change has evidence: \(reason).")
  }

  private func problem(
    _ entry: Coverage.Entry, _ target: GateTarget
  ) -> CheckFinding.Problem? {
    guard let reading = reading(entry.evidence) else {
      return .init(verdict: .noData, reason: "there is no '\(entry.evidence)' for \(label(target))")
    }
    guard let summary = reading.summary else {
      return .init(verdict: .error, reason: "'\(entry.evidence)' cannot be used")
    }
    guard entry.group != nil else {
      return summary.runs.ok > 0
        ? nil : .init(verdict: .noData, reason: "'\(entry.evidence)' measured nothing")
    }
    guard let name = entry.groupName(for: target) else {
      return .init(
        verdict: .error,
        reason: "the value at \(label(target)) is \(target.value.kind) and can name no evidence")
    }
    guard let group = summary.group(name), group.runs.ok > 0 else {
      return .init(
        verdict: .noData,
        reason: "'\(entry.evidence)' has nothing on '\(name.oneLine)' for \(label(target))")
    }
    return nil
  }

  private func label(_ target: GateTarget) -> String {
    "\(target.document)#\(target.pointer.description.oneLine)"
  }
}
