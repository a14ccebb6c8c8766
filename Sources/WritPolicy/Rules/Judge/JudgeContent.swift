internal import WritExpression
internal import WritJSON

/// What a changed document says: its form, its numbers, and the conditions on it.
extension Judgement {
  mutating func judgeContent(_ rule: Rule, _ document: DocumentChange) {
    if let schema = rule.schema {
      settle(
        rule.requirement(schema), of: document,
        schema.findings(rule, document.path, document.after, isRemoved: document.isRemoved))
    }
    if !rule.limits.isEmpty { judgeLimits(rule, document) }
    guard isAsked(.condition) else { return }
    for condition in rule.conditions { judgeCondition(rule, document, condition) }
  }

  // MARK: Limits

  private mutating func judgeLimits(_ rule: Rule, _ document: DocumentChange) {
    let leaves = document.leaves
    let byPlace = rule.limits.contains { $0.namesIndex } ? document.leavesByPlace : []
    for limit in rule.limits {
      // A limit for one index speaks of a place, whichever element stands there.
      let changed = limit.namesIndex ? byPlace : leaves
      let spoken = changed.filter { limit.matches($0.pointer) }
      let containers = Judgement.containers(of: changed, where: limit.matches)
      guard !spoken.isEmpty || !containers.isEmpty else { continue }
      var findings = containers.map { limitFinding(rule, "it is no number", document, $0, limit) }
      for leaf in spoken {
        let problem = limit.problem(with: leaf, isStep: !proposal.isAdoption)
        add(
          CheckedLimit(
            rule: rule.name, document: document.label, pointer: leaf.pointer.description,
            isInside: problem == nil))
        if let problem {
          findings.append(limitFinding(rule, problem, document, leaf.pointer, limit))
        }
      }
      for pointer in containers {
        add(
          CheckedLimit(
            rule: rule.name, document: document.label, pointer: pointer.description,
            isInside: false))
      }
      settle(rule.requirement(limit), of: document, findings)
    }
  }

  /// Where there is an array or an object with values in it, and a limit speaks of the whole and not
  /// of what is inside.
  private static func containers(
    of leaves: [LeafChange], where matches: (JSONPointer) -> Bool
  ) -> [JSONPointer] {
    var result: [JSONPointer] = []
    for leaf in leaves where leaf.after != nil && !matches(leaf.pointer) {
      for length in leaf.pointer.tokens.indices {
        let pointer = JSONPointer(tokens: Array(leaf.pointer.tokens[..<length]))
        if matches(pointer), !result.contains(pointer) { result.append(pointer) }
      }
    }
    return result
  }

  private func limitFinding(
    _ rule: Rule, _ problem: String, _ document: DocumentChange, _ pointer: JSONPointer,
    _ limit: Limit
  ) -> Finding {
    Finding(
      .limit, rule: rule.name, path: document.path, pointer: pointer.description,
      "Rule '\(rule.name)' limits \(document.label)#\(pointer) (\(limit.pointer)): \(problem).",
      mend: "take a step inside the limit, or change the rule first in a commit of its own")
  }

  // MARK: Conditions

  private mutating func judgeCondition(
    _ rule: Rule, _ document: DocumentChange, _ condition: Condition
  ) {
    let times = condition.mayUse("now") ? proposal.times : [proposal.now]
    var finding: Finding?
    do throws(PolicyError) {
      let program = try condition.program()
      for time in times where finding == nil {
        finding = problem(rule, document, condition, program, at: time)
      }
    } catch {
      finding = undecided(rule, document, condition, error.message)
    }
    // Who asks for approvals by a condition waits for them as one who asks for their number does.
    if finding != nil, proposal.approvalsComeLater, condition.mayUse("approvals") {
      return settle(rule.requirement(condition), .later)
    }
    finding?.condition = condition.id
    settle(rule.requirement(condition), of: document, finding.map { [$0] } ?? [])
  }

  private mutating func problem(
    _ rule: Rule, _ document: DocumentChange, _ condition: Condition, _ program: Program,
    at time: Instant
  ) -> Finding? {
    do throws(ExpressionError) {
      switch try program.evaluate(try bindings.values(for: program, document, at: time)) {
      case .bool(true): return nil
      case .bool(false): return refusal(rule, document, condition)
      case let other:
        return undecided(rule, document, condition, "It gives a \(other.kind.rawValue).")
      }
    } catch {
      let place = error.line > 0 ? "\(error.line):\(error.column): " : ""
      return undecided(rule, document, condition, place + error.message)
    }
  }

  private func refusal(
    _ rule: Rule, _ document: DocumentChange, _ condition: Condition
  ) -> Finding {
    Finding(
      .condition, rule: rule.name, path: document.path,
      "Rule '\(rule.name)' refuses the change of \(document.label): "
        + condition.message.asSentence,
      mend: "make a change of which it is true: \(condition.expression.oneLine)")
  }

  private func undecided(
    _ rule: Rule, _ document: DocumentChange, _ condition: Condition, _ why: String
  ) -> Finding {
    Finding(
      .undecided, rule: rule.name, path: document.path,
      "Rule '\(rule.name)' could not decide about \(document.label), so the change is refused: its "
        + "\(condition.label) has no answer. \(why.oneLine.asSentence)",
      mend: "make a change of which it is true: \(condition.expression.oneLine); or correct the "
        + "condition first in a commit of its own")
  }
}

extension String {
  /// The text with a full stop where it has none.
  var asSentence: String { utf8.last.map { ".!?".utf8.contains($0) } ?? false ? self : self + "." }
}
