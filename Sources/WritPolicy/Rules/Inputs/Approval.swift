/// A person's, or a deputy's, consent to one exact change, as a check found it.
public struct Approval: Sendable, Equatable {
  /// How the consent was given.
  public enum Mode: String, Sendable, CaseIterable {
    /// By a person who looked at the change.
    case human
    /// By somebody, or something, that a person put in their place.
    case delegated
    /// In an emergency, by somebody who could not wait.
    case breakGlass = "break-glass"
  }

  /// The identity that the allowed signers give the key: a mail address, `Name <mail>` or
  /// `automation:<name>`.
  public let approver: String
  /// The other identities that the allowed signers give the key.
  public var otherNames: [String] = []
  /// The fingerprint of the key, as `SHA256:<base64>`.
  public let key: String
  /// How the consent was given.
  public let mode: Mode
  /// What the check of the signature found.
  public let status: SignatureStatus
  /// What is not any more as it was when it was approved, one sentence each; none when the approval
  /// is bound to exactly this change.
  public let drift: [String]

  /// Makes an approval from its parts.
  public init(
    approver: String, key: String, mode: Mode, status: SignatureStatus, drift: [String] = []
  ) {
    self.approver = approver
    self.key = key
    self.mode = mode
    self.status = status
    self.drift = drift
  }

  /// Everybody that the key stands for.
  var names: [Principal] { ([approver] + otherNames).map { Principal($0) } }

  /// Who gave it, as far as anybody knows: the key, where the signers name nobody for it.
  var giver: String { approver.isEmpty ? "the key \(key.oneLine)" : approver.oneLine }

  /// Whether it is one: well signed, and of this change.
  public var holds: Bool { status == .good && drift.isEmpty }
}
