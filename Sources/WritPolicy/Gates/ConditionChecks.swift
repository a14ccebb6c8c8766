internal import WritExpression
internal import WritJSON

extension GateEvaluation {
  func conditionResults() -> [CheckResult] {
    guard !gate.conditions.isEmpty else { return [] }
    var values = ConditionValues(self)
    return gate.conditions.map { condition in
      let finding = finding(condition, &values)
      return CheckResult(
        .condition, condition.name, finding, holds: condition.behaviour.holds(finding.verdict))
    }
  }

  private func finding(
    _ condition: GateCondition, _ values: inout ConditionValues
  ) -> CheckFinding {
    for path in condition.paths {
      if let problem = values.problem(with: path) { return problem }
    }
    do throws(ExpressionError) {
      switch try condition.program.evaluate(try values.bindings(for: condition)) {
      case .bool(true): return CheckFinding(.pass, "It is so: \(condition.source.oneLine)")
      case .bool(false):
        let told = condition.message ?? "It is not so: \(condition.source)"
        return CheckFinding(.fail, told.oneLine)
      case let other:
        return CheckFinding(.error, "The expression gives \(other.kind.rawValue), not a bool.")
      }
    } catch {
      return CheckFinding(.error, "The expression has no value: \(error)")
    }
  }
}

/// What the variables of conditions stand for; worked out once, and only what is used.
private struct ConditionValues {
  private let evaluation: GateEvaluation
  /// The evidence that conditions name, but for the cases where no condition looks at them.
  private let documents: [[UInt8]: JSONValue]
  private var converted: [[UInt8]: Value] = [:]

  init(_ evaluation: GateEvaluation) {
    self.evaluation = evaluation
    let paths = evaluation.gate.conditions.flatMap(\.paths)
    var documents: [[UInt8]: JSONValue] = [:]
    for name in evaluation.gate.evidence.map(\.name) {
      let own = paths.filter { $0.first?.hasSameBytes(as: name) ?? true }
      guard !own.isEmpty, let summary = evaluation.reading(name)?.summary else { continue }
      documents[Array(name.utf8)] = summary.conditionDocument(
        withCases: own.contains(where: ConditionValues.reachesCases))
    }
    self.documents = documents
  }

  /// Whether a path may lead to the cases of a group: to them by name, or on from a place above.
  private static func reachesCases(_ path: [String]) -> Bool {
    switch path.count {
    case 0, 1: true
    case 2, 3: path[1] == "groups" || path[1] == "cases"
    default: path[1] == "cases" || (path[1] == "groups" && path[3] == "cases")
    }
  }

  /// Why a path into the evidence leads nowhere; nil when it leads to something.
  ///
  /// This is asked before the expression runs, since `||`, `&&` and `has()` can hide an error: what
  /// names something that does not exist never passes.
  func problem(with path: [String]) -> CheckFinding? {
    guard let name = path.first else { return nil }
    guard let reading = evaluation.reading(name) else {
      return CheckFinding(.noData, "There is no evidence named '\(name)'.")
    }
    if case .unusable(let reason) = reading.content {
      return CheckFinding(.error, "'\(name)' cannot be used: \(reason)")
    }
    guard var current = documents[Array(name.utf8)] else { return nil }
    for (index, part) in path.enumerated().dropFirst() {
      guard let next = current[part] else {
        let text = "evidence." + path[...index].map(\.oneLine).joined(separator: ".")
        return current["count"]?.intValue == 0
          ? CheckFinding(.noData, "There is no valid measurement behind '\(text)'.")
          : CheckFinding(.error, "'\(text)' does not exist.")
      }
      current = next
    }
    return nil
  }

  mutating func bindings(for condition: GateCondition) throws(ExpressionError) -> Bindings {
    var bindings = Bindings()
    let used = condition.program.variables
    if used.contains("evidence") { bindings["evidence"] = try evidence(condition) }
    if used.contains("changes") {
      bindings["changes"] = try Value(
        json: .array(evaluation.subject.changes.map(\.json)))
    }
    if used.contains("plan") {
      bindings["plan"] = try Value(
        json: [
          "digest": .string(evaluation.subject.plan.description),
          "branch": .string(evaluation.subject.branch),
        ])
    }
    let now = evaluation.now
    bindings["now"] = Value.Timestamp(seconds: now.seconds, nanoseconds: Int32(now.nanoseconds))
      .map(Value.timestamp)
    return bindings
  }

  /// The evidence that an expression may reach: what it names, or all when it chooses by itself.
  private mutating func evidence(_ condition: GateCondition) throws(ExpressionError) -> Value {
    let isDynamic = condition.paths.contains(where: \.isEmpty)
    var entries: [(key: Value, value: Value)] = []
    for name in evaluation.gate.evidence.map(\.name) {
      guard isDynamic || condition.paths.contains(where: { $0.first == name }) else { continue }
      let key = Array(name.utf8)
      if let known = converted[key] {
        entries.append((.string(name), known))
      } else if let document = documents[key] {
        let value = try Value(json: document)
        converted[key] = value
        entries.append((.string(name), value))
      }
    }
    return Value.Map(entries).map(Value.map) ?? .null
  }
}

extension EvidenceSummary {
  /// The summary as conditions see it: the members of an only group stand at the top too.
  fileprivate func conditionDocument(withCases: Bool) -> JSONValue {
    var shown = self
    if !withCases {
      shown.groups = groups.map { group in
        EvidenceGroup(
          name: group.name, runs: group.runs, metrics: group.metrics,
          hasTooManyCases: group.hasTooManyCases)
      }
    }
    let whole = shown.json
    guard case .object(var object) = whole, groups.count == 1,
      let members = shown.groups.first?.json.objectValue
    else { return whole }
    for (key, value) in members where !object.contains(key: key) { object[key] = value }
    return .object(object)
  }
}
