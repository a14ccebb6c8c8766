internal import WritJSON

/// What the objectives add to the score.
struct ScorePoints {
  var reached = 0.0
  var possible = 0
}

extension GateEvaluation {
  func objectiveResults() -> (results: [CheckResult], points: ScorePoints) {
    var points = ScorePoints()
    let results = gate.objectives.map { objective in
      var finding = finding(objective)
      let share = Self.share(finding)
      points.possible += objective.weight
      points.reached += Double(objective.weight) * share
      if objective.weight != 1 || gate.totalScore != nil {
        finding.details["weight"] = .number(JSONNumber(objective.weight))
        finding.details["score"] = (Double(objective.weight) * share).json
      }
      if objective.isKey { finding.details["key"] = true }
      return CheckResult(.objective, objective.name, finding, holds: holds(objective, finding))
    }
    return (results, points)
  }

  /// An objective that failed by its criteria counts through the score, where there is one; one
  /// that could not be measured holds by itself.
  private func holds(_ objective: Objective, _ finding: CheckFinding) -> Bool {
    guard objective.behaviour.holds(finding.verdict) else { return false }
    let isGraded = finding.details["grade"] != nil
    guard gate.totalScore != nil, isGraded else { return true }
    return objective.isKey && finding.verdict == .fail
  }

  /// Pass counts whole, warning half.
  private static func share(_ finding: CheckFinding) -> Double {
    switch finding.details["grade"]?.stringValue {
    case "pass": 1
    case "warning": 0.5
    default: 0
    }
  }

  func scoreResult(_ wanted: TotalScore, _ points: ScorePoints) -> CheckResult {
    let percent = points.possible == 0 ? 0 : 100 * points.reached / Double(points.possible)
    let details: JSONObject = [
      "points": points.reached.json, "maximum": .number(JSONNumber(points.possible)),
      "percent": percent.json,
    ]
    let told = "The score is \(percent.shown) %"
    let finding: CheckFinding
    if percent >= wanted.pass {
      finding = CheckFinding(.pass, "\(told), and \(wanted.pass.shown) % pass.", details)
    } else if let warning = wanted.warning, percent >= warning {
      finding = CheckFinding(
        .inconclusive,
        "\(told), between the \(warning.shown) % of a warning and the \(wanted.pass.shown) % that "
          + "pass.", details)
    } else {
      finding = CheckFinding(.fail, "\(told), and \(wanted.pass.shown) % pass.", details)
    }
    return CheckResult(
      .score, "total score", finding, holds: wanted.behaviour.holds(finding.verdict))
  }
}

extension GateEvaluation {
  private func finding(_ objective: Objective) -> CheckFinding {
    let found = groups(objective.group, in: objective.evidence)
    if let problem = found.problem { return problem }
    let findings = found.groups.map { finding(objective, $0) }
    return CheckFinding.worst(findings) ?? CheckFinding(.noData, "Nothing was measured.")
  }

  private func finding(_ objective: Objective, _ group: EvidenceGroup) -> CheckFinding {
    let place = "'\(group.name.oneLine)' in '\(objective.evidence)'"
    var details: JSONObject = ["group": .string(group.name), "metric": .string(objective.metric)]
    let measured = Measured(group.measurement(objective.metric, without: quarantined))
    guard let value = measured.value else {
      return CheckFinding(measured.verdict, "In \(place), \(measured.problem).", details)
    }
    details["value"] = value.json
    details["unit"] = measured.unit.map(JSONValue.string)
    details["count"] = measured.count.map { .number(JSONNumber($0)) }
    if let unit = objective.unit, measured.unit?.hasSameBytes(as: unit) != true {
      let told = measured.unit.map { "is in \($0.oneLine)" } ?? "has no unit"
      return CheckFinding(
        .error, "In \(place), \(objective.metric.oneLine) \(told), and the gate asks for \(unit).",
        details)
    }
    if objective.minSamples > 1, measured.count ?? 0 < objective.minSamples {
      let told = measured.count.map { "has \($0)" } ?? "does not tell its number of"
      return CheckFinding(
        .inconclusive,
        "In \(place), \(objective.metric.oneLine) \(told) samples; the gate asks for "
          + "\(objective.minSamples).", details)
    }
    return graded(objective, group, measured, details)
  }

  private func graded(
    _ objective: Objective, _ group: EvidenceGroup, _ measured: Measured, _ start: JSONObject
  ) -> CheckFinding {
    var details = start
    let baseline = baseline(objective, group, measured)
    if let problem = baseline.problem {
      return CheckFinding(problem.verdict, problem.reason, details)
    }
    details["baseline"] = baseline.value?.json
    let grader: Grader
    do throws(CheckFinding.Problem) {
      grader = try Grader(objective, measured, baseline: baseline.value)
    } catch {
      return CheckFinding(error.verdict, error.reason, details)
    }
    details["criteria"] = grader.told
    let grade = grader.grade
    details["grade"] = grade == .noData ? nil : .string(Self.gradeName(grade))
    return CheckFinding(grade, grader.sentence(group.name, grade), details)
  }

  private static func gradeName(_ verdict: CheckVerdict) -> String {
    switch verdict {
    case .pass: "pass"
    case .inconclusive: "warning"
    default: "fail"
    }
  }

  /// The number that relative criteria compare with; nil without a problem when none needs it.
  private func baseline(
    _ objective: Objective, _ group: EvidenceGroup, _ measured: Measured
  ) -> (value: Double?, problem: CheckFinding?) {
    guard objective.isRelative, let name = objective.baseline else { return (nil, nil) }
    let found = baselineGroup(objective.baselineGroup, for: group, in: name)
    // Without a baseline the absolute criteria can still be judged.
    guard let other = found.group else {
      return found.problem?.verdict == .error ? (nil, found.problem) : (nil, nil)
    }
    let compared = Measured(other.measurement(objective.metric, without: quarantined))
    guard compared.value != nil else {
      guard compared.verdict == .error else { return (nil, nil) }
      return (nil, CheckFinding(.error, "In the baseline '\(name)', \(compared.problem)."))
    }
    guard compared.unit == measured.unit else {
      return (
        nil,
        CheckFinding(
          .error,
          "'\(objective.metric.oneLine)' is in \(measured.unit?.oneLine ?? "no unit") here and in "
            + "\(compared.unit?.oneLine ?? "no unit") in the baseline '\(name)'.")
      )
    }
    return (compared.value, nil)
  }
}

/// A measurement with its parts side by side.
struct Measured {
  var value: Double?
  var unit: String?
  var count: Int?
  var proportion: Measurement.Proportion?
  var verdict = CheckVerdict.pass
  var problem = ""

  init(_ measurement: Measurement) {
    switch measurement {
    case .number(let value, let unit, let count, let proportion):
      self.value = value
      self.unit = unit
      self.count = count
      self.proportion = proportion
    case .noData(let reason): (verdict, problem) = (.noData, reason)
    case .unknown(let reason): (verdict, problem) = (.error, reason)
    }
  }
}
