/// What a check of a signature found, with the reason.
public struct SignatureVerdict: Sendable, Equatable {
  /// The findings, none of which is ever told as another.
  public enum Status: String, Sendable, CaseIterable {
    /// Made by a key that was allowed to sign this at that time.
    case good
    /// There is no signature.
    case unsigned
    /// The signature is broken, or was made over something else or for something else.
    case invalid
    /// Made by a key that the allowed signers do not let sign this.
    case untrustedKey = "untrusted-key"
    /// Made by a key that was allowed, but not at that time.
    case notValidAtThatTime = "not-valid-at-that-time"
    /// Made by a key that was revoked.
    case revoked
    /// It could not be checked: it is of another kind, or something that the check needs is
    /// missing.
    case unverifiable
  }

  /// What was found.
  public let status: Status
  /// A full sentence on why.
  public let reason: String
  /// The key that signed, as far as the signature tells.
  public let key: PublicKey?
  /// The principals for whom the key signed; none unless the status is `good`.
  public let principals: [String]

  /// Makes a verdict from its parts.
  public init(
    _ status: Status, _ reason: String, key: PublicKey? = nil, principals: [String] = []
  ) {
    self.status = status
    self.reason = reason
    self.key = key
    self.principals = principals
  }

  /// There is no signature.
  public static let unsigned = SignatureVerdict(.unsigned, "There is no signature.")
}

/// Whose signatures count: the keys that may sign, and those that were revoked.
public struct SignerTrust: Sendable {
  /// The keys that may sign; nil when nobody said.
  public let allowed: AllowedSigners?
  /// The keys that were revoked; nil when nobody said.
  public let revoked: RevocationList?

  /// Makes trust from its parts.
  public init(allowed: AllowedSigners?, revoked: RevocationList?) {
    self.allowed = allowed
    self.revoked = revoked
  }

  /// Judges an armored signature over a message.
  ///
  /// - Parameters:
  ///   - seconds: the time of the signature, in seconds since 1970.
  ///   - identities: of these the first one as whom the key may sign comes first among the
  ///     principals of the verdict.
  public func judge(
    armored: [UInt8], over message: [UInt8], namespace: String, at seconds: Int64,
    asking identities: [String] = []
  ) -> SignatureVerdict {
    if let other = SignerTrust.otherKind(of: armored) {
      return SignatureVerdict(
        .unverifiable, "It is \(other) signature, and only SSH signatures are checked.")
    }
    do throws(SignatureError) {
      return judge(
        try SSHSignature(armored: armored), over: message, namespace: namespace, at: seconds,
        asking: identities)
    } catch {
      return SignatureVerdict(.invalid, error.message)
    }
  }

  /// Judges a signature over a message: first whether it fits, then whether its key was revoked,
  /// and last whether the key may sign.
  public func judge(
    _ signature: SSHSignature, over message: [UInt8], namespace: String, at seconds: Int64,
    asking identities: [String] = []
  ) -> SignatureVerdict {
    let key = signature.signer.key
    guard signature.namespace == namespace else {
      return SignatureVerdict(
        .invalid,
        "It was made for the namespace '\(signature.namespace)' and not for '\(namespace)'.",
        key: key)
    }
    guard signature.isValid(over: message, namespace: namespace) else {
      return SignatureVerdict(.invalid, "It does not fit what it is on.", key: key)
    }
    if let reason = revoked?.reason(toRevoke: signature.signer) {
      return SignatureVerdict(.revoked, reason, key: key)
    }
    guard let allowed else {
      return SignatureVerdict(.untrustedKey, "There is no list of allowed signers.", key: key)
    }
    return allowed.judge(
      signature.signer, namespace: namespace, at: seconds, asking: identities)
  }

  private static func otherKind(of armored: [UInt8]) -> String? {
    for (start, name) in [
      ("-----BEGIN PGP ", "an OpenPGP"), ("-----BEGIN SIGNED MESSAGE-----", "an X.509"),
    ] where armored.starts(with: start.utf8) { return name }
    return nil
  }
}
