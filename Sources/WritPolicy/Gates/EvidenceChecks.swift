internal import WritJSON

extension GateEvaluation {
  /// One result for each artifact that the gate asks for, and for no other.
  func evidenceResults() -> [CheckResult] {
    gate.evidence.compactMap { wanted in
      guard let reading = reading(wanted.name) else {
        guard wanted.isRequired else { return nil }
        return result(
          wanted,
          CheckFinding(
            .noData, "The gate asks for evidence named '\(wanted.name)', and there is none."))
      }
      return result(wanted, finding(wanted, reading))
    }
  }

  private func result(_ wanted: GateEvidence, _ finding: CheckFinding) -> CheckResult {
    // What a check needs must be there whatever its behaviour, so nothing is only noted here.
    CheckResult(.evidence, wanted.name, finding, holds: finding.verdict != .pass)
  }

  private func finding(_ wanted: GateEvidence, _ reading: EvidenceReading) -> CheckFinding {
    if let pinned = wanted.digest, pinned != reading.digest {
      return CheckFinding(
        .fail, "'\(wanted.name)' is \(reading.digest), and the gate asks for \(pinned).")
    }
    let summary: EvidenceSummary
    switch reading.content {
    case .unusable(let reason):
      return CheckFinding(.error, "'\(wanted.name)' cannot be used: \(reason)")
    case .summary(let read): summary = read
    }
    if let kind = wanted.kind, !kind.hasSameBytes(as: summary.kind) {
      return CheckFinding(
        .error, "'\(wanted.name)' is of the kind \(summary.kind), and the gate asks for \(kind).")
    }
    if let problem = repetition(wanted, reading) { return problem }
    return ageProblem(wanted, summary) ?? runProblem(wanted, summary)
      ?? CheckFinding(.pass, "'\(wanted.name)' is as the gate asks for.")
  }

  /// The same file under two names compares with itself, and nothing ever differs from itself.
  private func repetition(_ wanted: GateEvidence, _ reading: EvidenceReading) -> CheckFinding? {
    guard !wanted.mayRepeat else { return nil }
    let other = gate.evidence.first { other in
      !other.name.hasSameBytes(as: wanted.name)
        && self.reading(other.name)?.digest == reading.digest
    }
    guard let other else { return nil }
    return CheckFinding(
      .error, "'\(wanted.name)' and '\(other.name)' are the same file; one of them is a mistake.")
  }

  private func ageProblem(_ wanted: GateEvidence, _ summary: EvidenceSummary) -> CheckFinding? {
    guard let recorded = summary.recordedAt else {
      guard wanted.maxAge != nil else { return nil }
      return CheckFinding(
        .noData, "'\(wanted.name)' does not say when it was recorded, so its age is not known.")
    }
    if recorded > now.adding(seconds: gate.clockSkew) {
      return CheckFinding(
        .error,
        "'\(wanted.name)' was recorded at \(recorded), which is after \(now): a clock is wrong.")
    }
    guard let maxAge = wanted.maxAge, recorded.adding(seconds: maxAge) < now else { return nil }
    return CheckFinding(
      .fail,
      "'\(wanted.name)' was recorded at \(recorded), more than \(Self.hours(maxAge)) before \(now)."
    )
  }

  private func runProblem(_ wanted: GateEvidence, _ summary: EvidenceSummary) -> CheckFinding? {
    // A document that conditions read as it is has no runs to count.
    if summary.document != nil, summary.groups.isEmpty { return nil }
    let runs = summary.groups.reduce(RunCounts()) { $0 + $1.runs(without: quarantined) }
    let details: JSONObject = ["runs": runs.json]
    if let rate = runs.failureRate, rate > wanted.maxFailureRate {
      return CheckFinding(
        .fail,
        "\(runs.failed) of \(runs.attempted) runs in '\(wanted.name)' failed (\(rate.shown)); "
          + "the gate allows \(wanted.maxFailureRate.shown).", details)
    }
    if runs.ok == 0 {
      return CheckFinding(.noData, "'\(wanted.name)' has no run that ended well.", details)
    }
    guard runs.ok < wanted.minSamples else { return nil }
    return CheckFinding(
      .inconclusive,
      "'\(wanted.name)' has \(runs.ok) samples; the gate asks for \(wanted.minSamples).", details)
  }

  private static func hours(_ seconds: Int64) -> String {
    let hours = Double(seconds) / 3600
    return hours == 1 ? "1 hour" : "\(hours.shown) hours"
  }
}
