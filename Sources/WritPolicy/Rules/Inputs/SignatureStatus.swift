/// What a check of a signature found; no two of these are ever told as one.
public enum SignatureStatus: String, Sendable, Equatable, CaseIterable {
  /// Made by a key that was allowed to sign this at that time.
  case good
  /// There is no signature.
  case unsigned
  /// The signature does not fit what it is on.
  case invalid
  /// Made by a key that nobody allowed to sign this.
  case untrustedKey = "untrusted-key"
  /// Made by a key that was allowed, but not at that time.
  case notValidAtThatTime = "not-valid-at-that-time"
  /// Made by a key that was revoked.
  case revoked
  /// It could not be checked: of another kind, or something that the check needs is missing.
  case unverifiable

  /// What a sentence says of a thing that has this status: `is signed by a revoked key`.
  public var words: String {
    switch self {
    case .good: "is signed"
    case .unsigned: "is not signed"
    case .invalid: "has a signature that does not fit it"
    case .untrustedKey: "is signed by a key that is not among the allowed signers"
    case .notValidAtThatTime: "is signed by a key that was not valid at that time"
    case .revoked: "is signed by a revoked key"
    case .unverifiable: "has a signature that cannot be checked"
    }
  }
}

/// The signature of a commit as a check found it.
public struct CommitSignature: Sendable, Equatable {
  /// What the check found.
  public let status: SignatureStatus
  /// The identity that the allowed signers give the key; nil when the status is not `good`.
  public let signer: String?
  /// The other identities that the allowed signers give the key.
  public var otherNames: [String] = []
  /// The fingerprint of the key, as `SHA256:<base64>`; nil when there is none.
  public let key: String?

  /// Makes a signature from its parts.
  public init(status: SignatureStatus, signer: String? = nil, key: String? = nil) {
    self.status = status
    self.signer = signer
    self.key = key
  }

  /// Everybody that the key stands for.
  var names: [Principal] { ([signer].compactMap { $0 } + otherNames).map { Principal($0) } }

  /// There is no signature.
  public static let unsigned = CommitSignature(status: .unsigned)
}
