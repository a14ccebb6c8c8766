public import WritJSON
public import WritPolicy

/// Whether a model is as good as the best that is known: five checks, of which each must hold.
///
/// A check that cannot be decided, because something is missing, does not hold.
public struct SotaVerdict: Sendable {
  /// One check.
  public struct Check: Sendable, Equatable {
    /// What is looked at: `quality`, `reliability`, `statistics`, `reproducibility` or
    /// `profile_gates`.
    public let name: String
    /// Whether it holds.
    public let holds: Bool
    /// A full sentence.
    public let reason: String
  }

  /// A report with the digest of its bytes.
  public struct Report: Sendable {
    let document: JSONValue
    let stored: StoredReport
    let digest: Digest

    /// Reads a report.
    public init(_ document: JSONValue, _ stored: StoredReport, _ digest: Digest) {
      self.document = document
      self.stored = stored
      self.digest = digest
    }
  }

  /// The model.
  public let model: String
  /// The checks.
  public let checks: [Check]
  private let bounds: VerdictBounds

  /// Whether all checks hold.
  public var isPassed: Bool { !checks.isEmpty && checks.allSatisfy(\.holds) }

  /// Judges a model.
  ///
  /// - Parameters:
  ///   - model: the model, as the candidate's report names it.
  ///   - candidate: its report.
  ///   - baseline: the report that it is compared with; the model there is `against`, or the same.
  ///   - repeated: a repetition of the candidate's report.
  ///   - gate: the report of the profile gate.
  public init(
    model: String, candidate: Report, baseline: (report: Report, against: String)?,
    repeated: Report?, gate: JSONValue?, bounds: VerdictBounds
  ) {
    self.model = model
    self.bounds = bounds
    let judge = VerdictJudge(model: model, candidate: candidate, bounds: bounds)
    checks = [
      judge.quality(baseline), judge.reliability(), judge.statistics(baseline),
      judge.reproducibility(repeated), judge.profileGates(gate),
    ]
  }

  /// The document, without a code.
  public func json(runID: String, createdAt: Instant, sources: JSONObject) -> JSONValue {
    var object: JSONObject = [
      "run_id": .string(runID), "event": "SOTA_VERDICT_EVALUATED",
      "created_at_utc": .string(createdAt.description), "model": .string(model),
      "verdict": isPassed ? "PASS" : "FAIL", "bounds": bounds.json,
    ]
    object["checks"] = .array(
      checks.map {
        ["name": .string($0.name), "passed": .bool($0.holds), "reason": .string($0.reason)]
      })
    for (key, value) in sources { object[key] = value }
    return .object(object)
  }
}
