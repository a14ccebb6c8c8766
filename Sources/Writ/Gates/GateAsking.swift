import WritEvidence
import WritGit
import WritJSON
import WritPolicy

/// What the gates that rules ask say of a mutation, and what the record keeps of it.
struct GateAnswers {
  var answers: [GateAnswer] = []
  var decisions: [GateDecision] = []
  /// The gates whose hold was overridden, in the words of the record.
  var overridden: [String] = []
  /// Summaries of artifacts that gates were asked with, to be kept beside them.
  var summaries: [EvidenceInput] = []
}

extension Ledger {
  /// Asks the gates that the rules name, and those that a decision was given of.
  ///
  /// - Throws: when a decision that no rule asks for does not speak for this change.
  func askGates(
    of mutation: Mutation, by rules: Rules, on snapshot: Snapshot, at branch: Branch
  ) throws -> GateAnswers {
    var result = GateAnswers()
    guard !mutation.isRollback else { return result }
    let asked = rules.gates(
      askedOf: mutation.draft.items.map(\.path.description), mutation.intent)
    let given = try mutation.decisions.map { try BoundDecision($0.document) }
    let extra = given.map(\.gate).filter { name in
      !asked.contains { $0.hasSameBytes(as: name) }
    }
    guard !asked.isEmpty || !extra.isEmpty else { return result }
    let subject = try gateSubject(of: mutation, at: branch)
    for name in asked + extra {
      let decision = given.first { $0.gate.hasSameBytes(as: name) }?.decision
      try ask(name, decision, mutation, subject, snapshot, &result)
    }
    for name in extra { try requirePromotion(result, of: name) }
    return result
  }

  private func ask(
    _ name: String, _ given: GateDecision?, _ mutation: Mutation, _ subject: GateSubject,
    _ snapshot: Snapshot, _ result: inout GateAnswers
  ) throws {
    func missing(_ reason: String) {
      result.answers.append(GateAnswer(gate: name, outcome: .missing(reason: reason)))
    }
    let gate: Gate
    do {
      guard let found = try snapshot.gate(name) else {
        return missing("there is no \(Gate.folder)\(name).json")
      }
      gate = found
    } catch let error as PolicyError {
      return missing("the gate cannot be used: \(error.message)")
    }
    let inputs = GateInputs(
      gate: gate, evidence: mutation.evidence.map { ($0.item.name, $0.bytes) }, subject: subject)
    let now = surroundings.now()
    if let given, let reason = try inputs.problem(with: given, at: now) {
      result.answers.append(
        GateAnswer(gate: name, outcome: .notBound(given.digest, reason: reason)))
      return
    }
    let decision = try given ?? inputs.decide(at: now)
    let isOverridden =
      decision.word != "promote" && gate.mayOverride && mutation.gateOverride != nil
    if isOverridden { result.overridden.append(name) }
    result.answers.append(GateAnswer(gate: name, decision, isOverridden: isOverridden))
    result.decisions.append(decision)
    result.summaries += summaries(of: inputs, besides: mutation.evidence + result.summaries)
  }

  /// A decision that was given must let the change pass, also where no rule asks for it.
  private func requirePromotion(_ result: GateAnswers, of name: String) throws {
    guard let answer = result.answers.first(where: { $0.gate.hasSameBytes(as: name) }) else {
      return
    }
    switch answer.outcome {
    case .promote: return
    case .hold(_, let reasons):
      throw LedgerError(
        .held, "gate-hold",
        "The decision of the gate '\(name)' is hold: \(reasons.joined(separator: " "))",
        hint: "bring evidence that the gate accepts")
    case .notBound(_, let reason):
      throw LedgerError(
        .refused, "gate-not-bound", "The decision cannot be relied on: \(reason)",
        hint: "let the gate decide again on this change and this evidence")
    case .missing(let reason):
      throw LedgerError(
        .refused, "gate-missing", "The decision cannot be relied on: \(reason).",
        hint: "name a gate that the branch has")
    }
  }

  private func gateSubject(of mutation: Mutation, at branch: Branch) throws -> GateSubject {
    let documents = mutation.draft.documents
    return try GateSubject(
      plan: try mutation.givenPlan ?? plan(mutation.draft, for: branch).digest,
      branch: branch.name, changes: try RecordedChange.list(documents)
    ) { (name) throws(PolicyError) in
      documents.first { $0.label.hasSameBytes(as: name) }?.after
    }
  }

  /// A person reads the summary, a gate the source; both are kept.
  private func summaries(
    of inputs: GateInputs, besides others: [EvidenceInput]
  ) -> [EvidenceInput] {
    inputs.evidence.compactMap { reading in
      let name = "\(reading.name).summary.json"
      guard let summary = reading.summary, summary.document == nil,
        // What is a summary already has no source here.
        summary.sources.map(\.digest) == [reading.digest],
        !others.contains(where: { $0.item.name.hasSameBytes(as: name) })
      else { return nil }
      do {
        return try EvidenceInput(
          name: name, fileName: name, bytes: summary.json.serialized())
      } catch {
        // The name is too long for an artifact; the source itself is kept all the same.
        return nil
      }
    }
  }
}

extension GateAnswer {
  /// What a decision says, unless its hold was overridden.
  init(gate: String, _ decision: GateDecision, isOverridden: Bool) {
    let passes = decision.word == "promote" || isOverridden
    self.init(
      gate: gate,
      outcome: passes
        ? .promote(decision.digest) : .hold(decision.digest, reasons: decision.reasons))
  }
}
