internal import WritJSON
internal import WritPolicy

/// The checks of a verdict.
struct VerdictJudge {
  let model: String
  let candidate: SotaVerdict.Report
  let bounds: VerdictBounds

  private var summary: ModelSummary? { candidate.stored.summary(of: model) }

  private func check(_ name: String, _ holds: Bool, _ reason: String) -> SotaVerdict.Check {
    SotaVerdict.Check(name: name, holds: holds, reason: reason)
  }

  private func missing(_ name: String, _ what: String) -> SotaVerdict.Check {
    check(name, false, "Not decided: there is no \(what).")
  }

  func quality(_ baseline: (report: SotaVerdict.Report, against: String)?) -> SotaVerdict.Check {
    guard let summary else { return missing("quality", "run of '\(model.shortened)'") }
    guard let baseline, let other = baseline.report.stored.summary(of: baseline.against) else {
      return missing("quality", "baseline with the model")
    }
    let drop = (other.averageAbility - summary.averageAbility).rounded(to: 6)
    return check(
      "quality", drop <= bounds.maxAbilityDrop,
      "The ability is \(summary.averageAbility.rounded(to: 6)), that of the baseline "
        + "\(other.averageAbility.rounded(to: 6)); it may be lower by \(bounds.maxAbilityDrop).")
  }

  func reliability() -> SotaVerdict.Check {
    guard let summary else { return missing("reliability", "run of '\(model.shortened)'") }
    let rate = Double(summary.failedRuns) / Double(max(summary.totalRuns, 1))
    return check(
      "reliability", rate <= bounds.maxFailureRate,
      "\(summary.failedRuns) of \(summary.totalRuns) runs failed; "
        + "a part of \(bounds.maxFailureRate) may.")
  }

  /// Enough runs, and not more regressions over the same cases than chance makes.
  func statistics(_ baseline: (report: SotaVerdict.Report, against: String)?) -> SotaVerdict.Check {
    guard let summary, summary.totalRuns >= bounds.minRuns else {
      return check(
        "statistics", false,
        "There are \(summary?.totalRuns ?? 0) runs, and at least \(bounds.minRuns) are asked for.")
    }
    guard let baseline else { return missing("statistics", "baseline") }
    let mine = Self.passes(candidate.document, model, summary.passThreshold)
    let other = Self.passes(baseline.report.document, baseline.against, summary.passThreshold)
    let pairs = mine.keys.filter { other[$0] != nil }
    guard !pairs.isEmpty, pairs.count == other.count else {
      return missing("statistics", "run of every case of the baseline")
    }
    let test = McNemarTest(
      regressions: pairs.count { mine[$0] == false && other[$0] == true },
      improvements: pairs.count { mine[$0] == true && other[$0] == false })
    let isWorse = test.regressions > test.improvements && test.pValue < bounds.alpha
    return check(
      "statistics", !isWorse,
      "Of \(pairs.count) cases \(test.regressions) got worse and \(test.improvements) better "
        + "(p \(test.pValue.rounded(to: 4))).")
  }

  /// Whether every run of a case passes, by case.
  private static func passes(
    _ document: JSONValue, _ model: String, _ threshold: Double
  ) -> [[UInt8]: Bool] {
    var result: [[UInt8]: Bool] = [:]
    for run in document["models"]?[model]?["runs"]?.arrayValue ?? [] {
      guard let id = (run["prompt_id"] ?? run["case_id"])?.stringValue else { continue }
      let score = run["error"]?.stringValue == nil ? run["ability_score"]?.doubleValue ?? 0 : 0
      result[Array(id.utf8), default: true] =
        result[Array(id.utf8), default: true] && score >= threshold
    }
    return result
  }

  /// The same cases in the same setting came to about the same.
  func reproducibility(_ repeated: SotaVerdict.Report?) -> SotaVerdict.Check {
    let name = "reproducibility"
    guard let repeated else { return missing(name, "repetition") }
    guard repeated.digest != candidate.digest else {
      return check(name, false, "The repetition is the same report.")
    }
    for key in ["suite", "cases_sha256", "num_predict"] {
      guard let value = candidate.document[key], value == repeated.document[key] else {
        return check(name, false, "The repetition has another '\(key)', or none is told.")
      }
    }
    guard let summary, let other = repeated.stored.summary(of: model) else {
      return missing(name, "run of the model in the repetition")
    }
    let difference = (summary.averageAbility - other.averageAbility).magnitude.rounded(to: 6)
    return check(
      name, difference <= bounds.maxRepeatDifference,
      "The ability of the repetition differs by \(difference); "
        + "\(bounds.maxRepeatDifference) may be.")
  }

  /// The gate passed, and was asked about this report.
  func profileGates(_ gate: JSONValue?) -> SotaVerdict.Check {
    let name = "profile_gates"
    guard let gate, gate["event"]?.stringValue == "PROFILE_PROMOTION_GATE_EVALUATED" else {
      return missing(name, "report of the profile gate")
    }
    let asked = ["live_report_sha256", "legacy_report_sha256"].compactMap { gate[$0]?.stringValue }
    guard asked.contains(candidate.digest.hex) else {
      return check(name, false, "The profile gate was asked about another report.")
    }
    let passed = gate["passed"]?.boolValue == true
    return check(
      name, passed, passed ? "The profile gate passed." : "The profile gate did not pass.")
  }
}
