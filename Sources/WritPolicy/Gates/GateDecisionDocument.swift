internal import WritJSON

extension GateEvaluation {
  /// What the member `type` of a decision says.
  public static let type = "writ-gate-decision"
  /// The format of decisions, and of the way in which they are worked out.
  public static let version = 1

  /// The decision with a reason for each check, bound to gate, plan and evidence by digest.
  public func decide() throws(PolicyError) -> GateDecision {
    let results = results()
    let holding = results.filter(\.holds)
    let verdict = holding.map(\.verdict).max() ?? .pass
    var object: JSONObject = [
      "version": .number(JSONNumber(Self.version)), "type": .string(Self.type),
      "decision": .string(holding.isEmpty ? "promote" : "hold"),
      "verdict": .string(verdict.rawValue),
      "gate": ["name": .string(gate.name), "sha256": .string(gate.digest.hex)],
      "plan": .string(subject.plan.description), "evaluatedAt": .string(now.description),
      "expiresAt": .string(now.adding(seconds: gate.decisionLife).description),
    ]
    object["evidence"] = .array(gate.evidence.compactMap { reading($0.name).map(Self.told) })
    object["checks"] = .array(results.map(\.json))
    if !quarantined.isEmpty { object["quarantined"] = .array(quarantined.map(\.json)) }
    return try GateDecision(.object(object))
  }

  private static func told(_ reading: EvidenceReading) -> JSONValue {
    var object: JSONObject = [
      "name": .string(reading.name), "sha256": .string(reading.digest.hex),
      "size": .number(JSONNumber(reading.size)),
    ]
    if let summary = reading.summary {
      object["kind"] = .string(summary.kind)
      object["recordedAt"] = summary.recordedAt.map { .string($0.description) }
      object["runs"] = summary.runs.json
    }
    return .object(object)
  }
}

extension Quarantine {
  fileprivate var json: JSONValue {
    [
      "case": .string(id), "owner": .string(owner), "until": .string(until.text),
      "reason": .string(reason),
    ]
  }
}
