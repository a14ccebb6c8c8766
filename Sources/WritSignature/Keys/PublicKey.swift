/// A public key of SSH.
public struct PublicKey: Sendable, Hashable {
  /// The kinds of keys, by the name that they have on the wire.
  public enum Kind: String, Sendable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsa256 = "ecdsa-sha2-nistp256"
    case ecdsa384 = "ecdsa-sha2-nistp384"
    case ecdsa521 = "ecdsa-sha2-nistp521"
    case rsa = "ssh-rsa"
    /// Ed25519 in a hardware token (FIDO).
    case tokenEd25519 = "sk-ssh-ed25519@openssh.com"
    /// ECDSA on P-256 in a hardware token (FIDO).
    case tokenECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Whether the key lives in a hardware token.
    public var isToken: Bool { self == .tokenEd25519 || self == .tokenECDSA }

    /// The name of a certificate for such a key.
    var certificateName: String {
      let name = rawValue
      let end = name.utf8.firstIndex(of: UInt8(ascii: "@")) ?? name.endIndex
      return "\(name[..<end])-cert-v01@openssh.com"
    }

    /// The curve as a key names it, and the bytes of one coordinate.
    var curve: (name: String, size: Int)? {
      switch self {
      case .ecdsa256, .tokenECDSA: ("nistp256", 32)
      case .ecdsa384: ("nistp384", 48)
      case .ecdsa521: ("nistp521", 66)
      default: nil
      }
    }
  }

  /// What a signature is checked with.
  enum Material: Sendable, Hashable {
    case ed25519([UInt8])
    /// A point in its uncompressed form.
    case point([UInt8])
    case rsa(RSAKey)
  }

  /// The most bytes that the wire form of a key may have.
  static let limit = 1 << 16

  /// What kind of key it is.
  public let kind: Kind
  /// The one wire form of the key.
  public let blob: [UInt8]
  /// For a token's key, what it is good for, such as `ssh:`.
  let application: [UInt8]
  let material: Material

  /// Reads the wire form of a key that is no certificate.
  public init(blob: some Collection<UInt8>) throws(SignatureError) {
    guard blob.count <= PublicKey.limit else {
      throw SignatureError(.key, "The public key has \(blob.count) bytes, too many.")
    }
    var reader = WireReader(Array(blob), .key, "The public key")
    let name = try reader.name()
    guard let kind = Kind(rawValue: name) else {
      throw SignatureError(
        .key, "Keys of the type '\(name)' are not supported.",
        hint: "use one of: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = try PublicKey(kind, fields: &reader)
    try reader.finish()
  }

  /// Reads the fields that follow a key's name, or a certificate's nonce.
  init(_ kind: Kind, fields reader: inout WireReader) throws(SignatureError) {
    self.kind = kind
    material = try Material(kind, &reader)
    application = kind.isToken ? Array(try reader.string()) : []
    blob = PublicKey.blob(kind, material, application)
  }

  private static func blob(_ kind: Kind, _ material: Material, _ application: [UInt8]) -> [UInt8] {
    var writer = WireWriter()
    writer.string(Array(kind.rawValue.utf8))
    switch material {
    case .ed25519(let key): writer.string(key)
    case .point(let point):
      writer.string(Array((kind.curve?.name ?? "").utf8))
      writer.string(point)
    case .rsa(let key):
      writer.string(PublicKey.number(key.exponent))
      writer.string(PublicKey.number(key.modulus))
    }
    if kind.isToken { writer.string(application) }
    return writer.bytes
  }

  /// A number as it stands on the wire: a zero first where the first bit would be a sign.
  private static func number(_ magnitude: [UInt8]) -> [UInt8] {
    guard let first = magnitude.first, first >= 0x80 else { return magnitude }
    return [0] + magnitude
  }

  /// Keys are equal when their bytes are.
  public static func == (left: PublicKey, right: PublicKey) -> Bool { left.blob == right.blob }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}

extension PublicKey.Material {
  init(_ kind: PublicKey.Kind, _ reader: inout WireReader) throws(SignatureError) {
    switch kind {
    case .ed25519, .tokenEd25519:
      let key = try reader.string()
      guard key.count == 32 else { throw reader.wrong("has \(key.count) bytes instead of 32") }
      self = .ed25519(Array(key))
    case .rsa:
      let exponent = Array(try reader.magnitude())
      let modulus = Array(try reader.magnitude())
      guard let key = RSAKey(modulus: modulus, exponent: exponent) else {
        throw reader.wrong(
          "is an RSA key with a modulus that is not of 1,024 to 16,384 bits, or a bad exponent")
      }
      self = .rsa(key)
    case .ecdsa256, .ecdsa384, .ecdsa521, .tokenECDSA:
      let curve = try reader.name()
      guard let expected = kind.curve, curve == expected.name else {
        throw reader.wrong("is on another curve than its type says")
      }
      let point = Array(try reader.string())
      guard point.count == 2 * expected.size + 1, point.first == 4,
        EllipticKey.isOnCurve(point, kind)
      else { throw reader.wrong("is no point of its curve") }
      self = .point(point)
    }
  }
}
