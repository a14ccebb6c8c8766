import WritEvidence
import WritGit
import WritJSON
import WritPolicy

extension Ledger {
  /// What the gates that rules ask have said of a commit, worked out again from what it carries.
  ///
  /// A record is believed in nothing: the gate is the one of the first parent, the evidence is what
  /// the commit holds, and the decision must be the one that these give, byte for byte.
  ///
  /// Of a squash each gate is asked for the applies under whose intents rules ask it.
  ///
  /// - Parameter artifacts: the content of the artifacts of each record.
  func recallGates(
    of candidate: Candidate, _ statement: Statement, by rules: Rules, artifacts: StoredEvidence
  ) throws -> [GateAnswer] {
    var asked: [(gate: String, told: Telling)] = []
    for (intent, documents, record) in statement.intents where intent != .rollback {
      for gate in rules.gates(askedOf: documents.map(\.path), intent) {
        let place = asked.firstIndex { $0.gate.hasSameBytes(as: gate) }
        if place == nil { asked.append((gate, Telling())) }
        asked[place ?? asked.count - 1].told.add(documents, record)
      }
    }
    guard !asked.isEmpty else { return [] }
    let tree = try candidate.parents.first.map(snapshot)
    let records = statement.records.map(\.record)
    return try asked.flatMap { gate, told in
      try recall(gate, candidate, records, statement.documents, tree, artifacts, told)
    }
  }

  /// Of what a gate is asked.
  private struct Telling {
    var documents: [DocumentChange] = []
    /// The applies under whose intents it is asked, where a squash joins several.
    var records: [ULID] = []

    mutating func add(_ others: [DocumentChange], _ record: ULID?) {
      let known = Set(documents.map { GitPath($0.path) })
      documents += others.filter { !known.contains(GitPath($0.path)) }
      if let record { records.append(record) }
    }
  }

  private func recall(
    _ name: String, _ candidate: Candidate, _ records: [Record], _ documents: [DocumentChange],
    _ parent: Snapshot?, _ artifacts: StoredEvidence, _ told: Telling = Telling()
  ) throws -> [GateAnswer] {
    func missing(_ reason: String) -> [GateAnswer] {
      [GateAnswer(gate: name, outcome: .missing(reason: reason))]
    }
    let gate: Gate
    do {
      guard let found = try parent?.gate(name) else {
        return missing("there is no \(Gate.folder)\(name).json")
      }
      gate = found
    } catch let error as PolicyError {
      return missing("the gate cannot be used: \(error.message)")
    } catch let error as LedgerError where error.kind == .refused {
      return missing("the gate cannot be used: \(error.message)")
    }
    let deciding = try records.compactMap { record in
      try record.decision.flatMap { try DecisionSet($0).decision(of: name) }.map { (record, $0) }
    }
    guard !deciding.isEmpty else { return missing("the commit carries none") }
    if let place = try untold(told, by: deciding.map(\.0), of: records) {
      return missing("the records with a decision do not tell of \(place)")
    }
    return try deciding.map { record, decision in
      let subject = try gateSubject(of: record, documents)
      let inputs = GateInputs(
        gate: gate, evidence: artifacts.contents(of: record), subject: subject)
      if let reason = try inputs.problem(with: decision, at: record.time) {
        return GateAnswer(gate: name, outcome: .notBound(decision.digest, reason: reason))
      }
      let isOverridden = gate.mayOverride && record.overridesGates
      return GateAnswer(gate: name, decision, isOverridden: isOverridden)
    }
  }

  /// Decisions that records keep though no rule asks for them, and that are not what their gates
  /// give for what the commit carries.
  func unsoundDecisions(
    of candidate: Candidate, _ records: [Record], _ documents: [DocumentChange],
    besides asked: [String], artifacts: StoredEvidence
  ) throws -> [Finding] {
    guard records.contains(where: { $0.decision != nil }) else { return [] }
    let parent = try candidate.parents.first.map(snapshot)
    var findings: [Finding] = []
    for record in records {
      guard let kept = record.decision else { continue }
      for decision in try DecisionSet(kept).decisions {
        let bound = try BoundDecision(decision.document)
        if asked.contains(where: { $0.hasSameBytes(as: bound.gate) }) { continue }
        let answers = try recall(
          bound.gate, candidate, [record], documents, parent, artifacts)
        findings += answers.compactMap { $0.unsound(record) }
      }
    }
    return findings
  }

  private func gateSubject(
    of record: Record, _ documents: [DocumentChange]
  ) throws(PolicyError) -> GateSubject {
    try GateSubject(
      plan: record.plan, branch: record.branch, changes: record.changes
    ) { (name) throws(PolicyError) in
      documents.first { $0.label.hasSameBytes(as: name) }?.after
    }
  }

  /// A changed value that none of some records tells, as it has become; nil when all are told.
  ///
  /// Of several records each answers for what it tells itself, and all that touched a document
  /// together for the rest, wherever elements of its arrays went meanwhile.
  private func untold(
    _ asked: Telling, by deciding: [Record], of all: [Record]
  ) throws -> String? {
    let told = deciding.flatMap(\.changes)
    let others = all.filter { other in !deciding.contains { $0.id == other.id } }
    let touched = Set(others.flatMap { $0.files.map { GitPath($0.path) } })
    for document in asked.documents
    where all.count == 1 || touched.contains(GitPath(document.path)) {
      let own = told.filter { $0.document.hasSameBytes(as: document.label) }
      let tellers = try ToldValues(all, of: document.label)
      for leaf in document.leaves where !own.contains(where: { $0.tells(leaf, of: document) }) {
        if all.count > 1, let teller = tellers.record(of: leaf), !asked.records.contains(teller) {
          continue
        }
        return "\(document.label)#\(leaf.pointer)"
      }
    }
    return nil
  }
}

extension RecordedChange {
  /// Whether a changed value lies in this change, and has become what it says.
  fileprivate func tells(_ leaf: LeafChange, of document: DocumentChange) -> Bool {
    do throws(JSONError) {
      let place = try JSONPointer(parsing: pointer)
      guard place.isPrefix(of: leaf.pointer) else { return false }
      let found = document.after?.value(at: place)
      switch after {
      case .whole(let value): return found == value
      case .digest(let digest):
        return try found.map { (value) throws(JSONError) in try Digest(of: value) } == digest
      case nil: return found == nil
      }
    } catch {
      return false
    }
  }
}

extension GateAnswer {
  /// Why a kept decision cannot be believed; nil when it can, whatever it says.
  fileprivate func unsound(_ record: Record) -> Finding? {
    let reason: String
    switch outcome {
    case .promote, .hold: return nil
    case .notBound(_, let told): reason = told
    case .missing(let told): reason = told.utf8.last == UInt8(ascii: ".") ? told : told + "."
    }
    return Finding(
      .recordMismatch, path: Record.path(record.id),
      "The record keeps a decision of the gate '\(gate)' that cannot be believed: \(reason)",
      mend: "a decision is never edited: make the change with 'writ apply --decision'")
  }
}

extension Record {
  /// Whether somebody let the change pass against a gate, by name.
  var overridesGates: Bool { overrides.contains { $0.kind == Override.gate } }
}
