internal import WritJSON

/// The decisions of all gates that one change had to pass, as a record keeps them.
public struct DecisionSet: Sendable {
  /// What the member `type` of several decisions says.
  static let type = "writ-gate-decisions"

  /// The decisions, in the order in which the gates were asked.
  public let decisions: [GateDecision]

  /// Takes some decisions.
  public init(_ decisions: [GateDecision]) { self.decisions = decisions }

  /// Reads what a record keeps: one decision, or several.
  public init(_ kept: GateDecision) throws(PolicyError) {
    guard kept.document["type"]?.stringValue == DecisionSet.type else {
      decisions = [kept]
      return
    }
    let form = try Form(
      kept.document, "the decisions", known: ["version", "type", "decision", "decisions"])
    try form.requireVersion(GateEvaluation.version)
    var decisions: [GateDecision] = []
    for value in try form.array("decisions") { decisions.append(try GateDecision(value)) }
    self.decisions = decisions
    guard try joined() == kept else {
      throw form.wrong("decision", "hold where any decision says so, else promote")
    }
  }

  /// What a record keeps; nil when there is no decision.
  public func joined() throws(PolicyError) -> GateDecision? {
    guard decisions.count > 1 else { return decisions.first }
    let holds = decisions.contains { $0.word != "promote" }
    return try GateDecision([
      "version": .number(JSONNumber(GateEvaluation.version)), "type": .string(DecisionSet.type),
      "decision": .string(holds ? "hold" : "promote"),
      "decisions": .array(decisions.map(\.document)),
    ])
  }

  /// The decision of that gate.
  public func decision(of gate: String) -> GateDecision? {
    decisions.first {
      $0.document["gate"]?["name"]?.stringValue.map { $0.hasSameBytes(as: gate) } == true
    }
  }
}

extension GateDecision {
  /// The reasons of the checks that hold the change up, each once; where the score does, those of the
  /// objectives that lowered it too.
  public var reasons: [String] {
    let checks = document["checks"]?.arrayValue ?? []
    let holding = checks.filter { $0["holds"]?.boolValue == true }
    let isByScore = holding.contains { $0["type"]?.stringValue == "score" }
    let told = checks.filter { check in
      if check["holds"]?.boolValue == true { return true }
      return isByScore && check["type"]?.stringValue == "objective"
        && check["verdict"]?.stringValue != "pass"
    }.compactMap { $0["reason"]?.stringValue }
    // Evidence that cannot be used fails every check that looks at it, in the same words.
    return told.enumerated().filter { index, reason in
      !told[..<index].contains { $0.hasSameBytes(as: reason) }
    }.map(\.element)
  }
}
