/// A change together with what it says about itself, ready to be judged.
///
/// The judge reads nothing else: no repository, no clock, no environment.
public struct Proposal: Sendable {
  /// Why the change is made.
  public internal(set) var intent: Intent
  /// What changes.
  public internal(set) var documents: [DocumentChange]
  /// Who, on whose approval, why, until when.
  public internal(set) var metadata: Metadata
  /// The time of the change: review dates, freezes and conditions are held against it.
  public let now: Instant
  /// When the change came in, where somebody saw it come: whoever states an earlier time is held
  /// against this one as well, for freezes and conditions.
  public var arrival: Instant?
  /// Whether the change was proved to restore or undo what history says, so that nothing but who
  /// and why is asked.
  public internal(set) var isProvenRollback: Bool
  /// Whether the change adopts the repository, so that its own rules judge it: there was no value
  /// from which a step was made, and nobody yet who could have agreed.
  public var isAdoption = false
  /// The artifacts that the change rests on.
  public var evidence: [EvidenceDocument] = []
  /// The approvals that were found for the change, those that do not hold among them.
  public var approvals: [Approval] = []
  /// Whether approvals may still come: the change is on its way to a branch that asks for them.
  public var approvalsComeLater = false
  /// The answers of gates; one that is not here has not answered.
  public var gates: [GateAnswer] = []
  /// The signature; nil while there is no commit yet that could bear one, as in client hooks.
  public var signature: CommitSignature? = .unsigned
  /// Whether the verdict is to tell all that was asked, what was met and exempt too; the reasons
  /// against the change are always told.
  public var tellsAll = true

  /// The times at which the change must be allowed.
  var times: [Instant] { [now] + [arrival].compactMap { $0 }.filter { $0 != now } }

  /// Makes a proposal without evidence, approvals, gates and signature.
  public init(
    intent: Intent, documents: [DocumentChange], metadata: Metadata, now: Instant,
    isProvenRollback: Bool = false
  ) {
    self.intent = intent
    self.documents = documents
    self.metadata = metadata
    self.now = now
    self.isProvenRollback = isProvenRollback
  }
}
