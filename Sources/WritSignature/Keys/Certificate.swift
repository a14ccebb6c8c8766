/// A certificate of OpenSSH: a public key with names and a time, signed by an authority
/// (PROTOCOL.certkeys).
public struct Certificate: Sendable, Equatable {
  /// What a certificate is good for.
  public enum Purpose: UInt32, Sendable {
    case user = 1
    case host = 2
  }

  /// The key that it certifies.
  public let key: PublicKey
  /// The number that the authority gave it.
  public let serial: UInt64
  /// What it is good for.
  public let purpose: Purpose
  /// What the authority calls it.
  public let keyID: [UInt8]
  /// The names that it is good for.
  public let principals: [[UInt8]]
  /// From this second on, counted from 1970.
  public let validAfter: UInt64
  /// Up to this second, without it.
  public let validBefore: UInt64
  /// The names of the options without which it must not be used.
  public let criticalOptions: [String]
  /// The key that signed it.
  public let authority: PublicKey

  /// The most names that OpenSSH puts into a certificate.
  private static let principalLimit = 256

  /// Reads what follows the type of a certificate, and checks the authority's signature.
  init(
    _ kind: PublicKey.Kind, _ whole: ArraySlice<UInt8>, _ reader: inout WireReader
  ) throws(SignatureError) {
    _ = try reader.string()
    key = try PublicKey(kind, fields: &reader)
    serial = try reader.uint64()
    let number = try reader.uint32()
    guard let purpose = Purpose(rawValue: number) else {
      throw reader.wrong("has the unknown type \(number)")
    }
    self.purpose = purpose
    keyID = Array(try reader.string())
    principals = try Certificate.names(try reader.string())
    validAfter = try reader.uint64()
    validBefore = try reader.uint64()
    criticalOptions = try Certificate.options(try reader.string())
    _ = try Certificate.options(try reader.string())
    _ = try reader.string()
    authority = try PublicKey(blob: try reader.string())
    let signed = whole.prefix(whole.count - reader.rest.count)
    let signature = try KeySignature(try reader.string())
    try reader.finish()
    guard signature.isValid(over: Array(signed), by: authority) else {
      throw reader.wrong("is not signed by the authority that it names")
    }
  }

  private static func names(_ bytes: ArraySlice<UInt8>) throws(SignatureError) -> [[UInt8]] {
    var reader = WireReader(bytes, .key, "The certificate's list of principals")
    var result: [[UInt8]] = []
    while !reader.isAtEnd {
      result.append(Array(try reader.string()))
      guard result.count <= principalLimit else { throw reader.wrong("is too long") }
    }
    return result
  }

  private static func options(_ bytes: ArraySlice<UInt8>) throws(SignatureError) -> [String] {
    var reader = WireReader(bytes, .key, "The certificate's list of options")
    var result: [String] = []
    while !reader.isAtEnd {
      result.append(try reader.name())
      _ = try reader.string()
    }
    return result
  }
}

/// A key that signed: a plain one, or one with a certificate.
public struct SignerKey: Sendable, Equatable {
  /// The key itself.
  public let key: PublicKey
  /// What certifies it, or nil.
  public let certificate: Certificate?

  /// Reads the wire form of a key or a certificate.
  ///
  /// - Throws: also for a certificate that its authority did not sign.
  public init(blob: some Collection<UInt8>) throws(SignatureError) {
    let bytes = Array(blob)
    guard bytes.count <= PublicKey.limit else {
      throw SignatureError(.key, "The public key has \(bytes.count) bytes, too many.")
    }
    var reader = WireReader(bytes, .key, "The certificate")
    let name = try reader.name()
    if let kind = PublicKey.Kind.allCases.first(where: { $0.certificateName == name }) {
      let certificate = try Certificate(kind, bytes[...], &reader)
      key = certificate.key
      self.certificate = certificate
    } else {
      key = try PublicKey(blob: bytes)
      certificate = nil
    }
  }
}
