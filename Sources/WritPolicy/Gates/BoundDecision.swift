public import WritJSON

/// A decision that was made before, read for what it is bound to.
public struct BoundDecision: Sendable {
  /// The decision.
  public let decision: GateDecision
  /// The gate's name.
  public let gate: String
  /// The digest of the gate's document.
  public let gateDigest: Digest
  /// The digest of the plan.
  public let plan: Digest
  /// When it was made.
  public let evaluatedAt: Instant
  /// Until when it holds.
  public let expiresAt: Instant
  /// The evidence by name and digest.
  public let evidence: [(name: String, digest: Digest)]

  /// Reads a decision document.
  public init(_ document: JSONValue) throws(PolicyError) {
    decision = try GateDecision(document)
    let form = try Form(
      document, "the decision",
      known: [
        "version", "type", "decision", "verdict", "gate", "plan", "evaluatedAt", "expiresAt",
        "evidence", "checks", "quarantined",
      ])
    try form.requireVersion(GateEvaluation.version)
    guard try form.string("type") == GateEvaluation.type else {
      throw form.wrong("type", "'\(GateEvaluation.type)'")
    }
    let gate = try Form(
      form.value("gate") ?? .null, "the decision", at: form.place("gate"),
      known: ["name", "sha256"])
    self.gate = try gate.string("name")
    gateDigest = try BoundDecision.digest(gate)
    plan = try Record.digest(form, "plan")
    evaluatedAt = try BoundDecision.time(form, "evaluatedAt")
    expiresAt = try BoundDecision.time(form, "expiresAt")
    var evidence: [(name: String, digest: Digest)] = []
    for (index, value) in try form.array("evidence").enumerated() {
      let item = try Form(
        value, "the decision", at: form.place("evidence").appending(index),
        known: ["name", "sha256", "size", "kind", "recordedAt", "runs"])
      evidence.append((try item.string("name"), try BoundDecision.digest(item)))
    }
    self.evidence = evidence
  }

  private static func digest(_ form: Form) throws(PolicyError) -> Digest {
    guard let digest = Digest(hex: try form.string("sha256")) else {
      throw form.wrong("sha256", "64 hexadecimal digits")
    }
    return digest
  }

  private static func time(_ form: Form, _ key: String) throws(PolicyError) -> Instant {
    let text = try form.string(key)
    do throws(TimeError) {
      return try Instant.parse(text)
    } catch {
      throw form.wrong(key, "an RFC 3339 date-time")
    }
  }
}

extension BoundDecision {
  /// Why the decision does not speak for a change, as a full sentence; nil when it does.
  ///
  /// - Parameters:
  ///   - gate: the gate that is in force, by name and digest.
  ///   - plan: the digest of the plan that is to be applied.
  ///   - evidence: the artifacts that come with it, by name and digest.
  ///   - now: the time at which it is relied on.
  public func problem(
    gate: Gate, plan: Digest, evidence given: [(name: String, digest: Digest)], at now: Instant
  ) -> String? {
    guard self.gate.hasSameBytes(as: gate.name) else {
      return "The decision is of the gate '\(self.gate.oneLine)', not of '\(gate.name)'."
    }
    guard gateDigest == gate.digest else {
      return "The gate '\(gate.name)' was changed after the decision was made."
    }
    guard self.plan == plan else {
      return "The decision is for the plan \(self.plan), and this is the plan \(plan)."
    }
    for item in evidence {
      guard let found = given.first(where: { $0.name.hasSameBytes(as: item.name) }) else {
        return "The decision rests on '\(item.name.oneLine)', which is not given."
      }
      guard found.digest == item.digest else {
        return "'\(item.name.oneLine)' was altered after the decision was made."
      }
    }
    return ageProblem(gate, at: now)
  }

  private func ageProblem(_ gate: Gate, at now: Instant) -> String? {
    if evaluatedAt > now.adding(seconds: gate.clockSkew) {
      return "The decision was made at \(evaluatedAt), which is after \(now): a clock is wrong."
    }
    if now > expiresAt { return "The decision expired at \(expiresAt)." }
    return nil
  }
}
