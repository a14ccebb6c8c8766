/// What a gate that a rule names says of a change.
public struct GateAnswer: Sendable, Equatable {
  /// The answer.
  public enum Outcome: Sendable, Equatable {
    /// The decision lets the change pass.
    case promote(Digest)
    /// The decision holds the change up, for these reasons.
    case hold(Digest, reasons: [String])
    /// There is a decision, and it is not about this change, this evidence, this gate or this time.
    case notBound(Digest, reason: String)
    /// There is no decision.
    ///
    /// The reason says what it lacks: evidence, or the gate's own document.
    case missing(reason: String)
  }

  /// The name of the gate.
  public let gate: String
  /// The answer.
  public let outcome: Outcome

  /// Makes an answer from its parts.
  public init(gate: String, outcome: Outcome) {
    self.gate = gate
    self.outcome = outcome
  }
}
