internal import WritJSON

/// Reads one case of a file of cases.
struct RuleCaseReader {
  let path: String
  let place: JSONPointer
  /// What holds for all cases of the file that do not say otherwise.
  let now: JSONValue?
  let metadata: JSONValue?
  /// What identifies the elements of a policy's arrays.
  let identity: (String) -> JSONIdentity

  private static let known = [
    "note", "change", "intent", "metadata", "evidence", "approvals", "signature", "gates", "now",
    "arrival", "expect",
  ]

  func read(_ value: JSONValue) throws(PolicyError) -> RuleCase {
    let form = try Form(value, path, at: place, known: RuleCaseReader.known)
    let intent = try self.intent(form)
    var proposal = Proposal(
      intent: intent, documents: try documents(form), metadata: try metadata(form),
      now: try statedTime(form), isProvenRollback: intent == .rollback)
    proposal.evidence = try evidence(form)
    proposal.approvals = try approvals(form)
    proposal.signature = try signature(form)
    proposal.gates = try gates(form)
    proposal.arrival = try form.value("arrival").map { (value) throws(PolicyError) in
      try instant(value, "arrival", form)
    }
    return RuleCase(
      note: try form.sentence("note"), proposal: proposal, expected: try expectation(form))
  }

  private func intent(_ form: Form) throws(PolicyError) -> Intent {
    guard let text = try form.optionalString("intent") else { return .apply }
    guard let intent = Intent(rawValue: text) else {
      throw form.bad(
        "intent", "'\(text.oneLine)', which is no intent",
        hint: "known: \(Intent.allCases.words)")
    }
    return intent
  }

  private func statedTime(_ form: Form) throws(PolicyError) -> Instant {
    guard let value = form.value("now") ?? now else {
      throw form.bad(
        "now", "missing", hint: "give an RFC 3339 date-time in the case or for all cases")
    }
    return try instant(value, "now", form)
  }

  private func instant(
    _ value: JSONValue, _ key: String, _ form: Form
  ) throws(PolicyError) -> Instant {
    guard let text = value.stringValue else { throw form.wrong(key, "an RFC 3339 date-time") }
    do throws(TimeError) {
      return try Instant.parse(text)
    } catch {
      throw form.bad(key, "'\(text.oneLine)', which is no date-time", hint: error.hint)
    }
  }

  // MARK: The change

  private func documents(_ form: Form) throws(PolicyError) -> [DocumentChange] {
    var result: [DocumentChange] = []
    for (index, value) in try form.array("change").enumerated() {
      let own = try Form(
        value, path, at: form.place("change").appending(index),
        known: ["policy", "before", "after"])
      let name = try self.name(own)
      guard !result.contains(where: { $0.name?.path.hasSameBytes(as: name.path) ?? false }) else {
        throw own.bad(
          "policy", "'\(name.text.oneLine)' for the second time",
          hint: "tell all that one change makes of a policy in one element")
      }
      result.append(
        DocumentChange(
          name: name, before: RuleCaseReader.present(own.value("before")),
          after: RuleCaseReader.present(own.value("after")), identity: identity(name.path)))
    }
    guard !result.isEmpty else {
      throw form.wrong("change", "an array of at least one changed policy")
    }
    return result
  }

  private func name(_ form: Form) throws(PolicyError) -> DocumentName {
    let text = try form.string("policy")
    do throws(PolicyError) {
      return try DocumentName(text)
    } catch {
      throw form.bad(
        "policy", "'\(text.oneLine)', which cannot be the name of a policy",
        hint: error.hint ?? "write one such as rollout/planner")
    }
  }

  /// A document that is `null` is none.
  private static func present(_ value: JSONValue?) -> JSONValue? {
    value.flatMap { $0.isNull ? nil : $0 }
  }

  private func metadata(_ form: Form) throws(PolicyError) -> Metadata {
    var result = Metadata()
    guard let value = form.value("metadata") ?? metadata else { return result }
    let own = try Form(
      value, path, at: form.place("metadata"),
      known: MetadataField.allCases.map(\.rawValue) + ["key"])
    for field in MetadataField.allCases {
      result[field] = try own.optionalString(field.rawValue)
    }
    result.key = try own.optionalString("key")
    return result
  }

  private func evidence(_ form: Form) throws(PolicyError) -> [EvidenceDocument] {
    guard let value = form.value("evidence") else { return [] }
    guard let object = value.objectValue else { throw form.wrong("evidence", "an object") }
    var result: [EvidenceDocument] = []
    for (name, content) in object {
      try EvidenceItem.checkName(name)
      let type = EvidenceItem.mediaType(of: name)
      let isDocument = type == "application/json"
      let text = isDocument ? nil : content.stringValue
      let bytes = text.map { Array($0.utf8) } ?? content.serialized()
      let item = EvidenceItem(
        name: name, mediaType: type, size: bytes.count, digest: Digest(of: bytes))
      result.append(EvidenceDocument(item, document: isDocument ? content : nil))
    }
    return result
  }

  // MARK: Approvals, signature, gates

  private func approvals(_ form: Form) throws(PolicyError) -> [Approval] {
    var result: [Approval] = []
    for (index, value) in try form.array("approvals").enumerated() {
      let own = try Form(
        value, path, at: form.place("approvals").appending(index),
        known: ["approver", "key", "mode", "status", "drift"])
      let approver = try own.string("approver")
      result.append(
        Approval(
          approver: approver, key: try own.optionalString("key") ?? "SHA256:\(approver)",
          mode: try word(own, "mode") ?? .human, status: try word(own, "status") ?? .good,
          drift: try own.strings("drift")))
    }
    return result
  }

  private func signature(_ form: Form) throws(PolicyError) -> CommitSignature {
    guard let value = form.value("signature") else { return .unsigned }
    let own = try Form(
      value, path, at: form.place("signature"), known: ["status", "signer", "key"])
    return CommitSignature(
      status: try word(own, "status") ?? .good, signer: try own.optionalString("signer"),
      key: try own.optionalString("key"))
  }

  private func gates(_ form: Form) throws(PolicyError) -> [GateAnswer] {
    guard let value = form.value("gates") else { return [] }
    guard let object = value.objectValue else { throw form.wrong("gates", "an object") }
    var result: [GateAnswer] = []
    for (gate, answer) in object {
      let digest = Digest(of: Array(gate.utf8))
      let outcome: GateAnswer.Outcome
      switch answer.stringValue {
      case "promote": outcome = .promote(digest)
      case "hold": outcome = .hold(digest, reasons: [])
      case "not-bound": outcome = .notBound(digest, reason: "the case says so")
      case "missing": outcome = .missing(reason: "the case says so")
      default:
        throw form.bad(
          "gates", "without an answer of '\(gate.oneLine)'",
          hint: "write promote, hold, not-bound or missing")
      }
      result.append(GateAnswer(gate: gate, outcome: outcome))
    }
    return result
  }

  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ form: Form, _ key: String
  ) throws(PolicyError) -> Word? {
    guard let text = try form.optionalString(key) else { return nil }
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw form.bad(key, "'\(text.oneLine)'", hint: "known: \(known)")
    }
    return word
  }

  // MARK: Expectation

  private func expectation(_ form: Form) throws(PolicyError) -> RuleCase.Expectation {
    guard let value = form.value("expect") else { throw form.wrong("expect", "an object") }
    let own = try Form(
      value, path, at: form.place("expect"), known: ["verdict", "findings", "rules"])
    let verdict = try own.string("verdict")
    guard verdict == "allowed" || verdict == "refused" else {
      throw own.bad("verdict", "'\(verdict.oneLine)'", hint: "write allowed or refused")
    }
    var findings: [RuleCase.ExpectedFinding] = []
    for (index, value) in try own.array("findings").enumerated() {
      findings.append(try finding(value, own.place("findings").appending(index)))
    }
    return RuleCase.Expectation(
      isAllowed: verdict == "allowed",
      findings: own.value("findings") == nil ? nil : findings,
      speaking: own.value("rules") == nil ? nil : try own.strings("rules"))
  }

  private func finding(
    _ value: JSONValue, _ place: JSONPointer
  ) throws(PolicyError) -> RuleCase.ExpectedFinding {
    let own = try Form(
      value, path, at: place,
      known: ["code", "rule", "policy", "pointer", "condition", "requirement"])
    let code: Finding.Code? = try word(own, "code")
    return RuleCase.ExpectedFinding(
      code: code?.rawValue, rule: try own.optionalString("rule"),
      policy: try own.optionalString("policy"), pointer: try own.optionalString("pointer"),
      condition: try own.optionalString("condition"),
      requirement: try own.optionalString("requirement"))
  }
}
