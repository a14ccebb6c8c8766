/// A signature by a key, without what SSHSIG puts around it (RFC 4253, section 6.6; RFC 5656;
/// RFC 8332; RFC 8709; PROTOCOL.u2f).
struct KeySignature: Sendable, Equatable {
  /// The algorithm by its name.
  let algorithm: String
  /// What follows the name.
  private let fields: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) throws(SignatureError) {
    var reader = WireReader(bytes, .signature, "The signature")
    algorithm = try reader.name()
    fields = reader.rest
  }

  /// Whether a key made the signature over a message.
  func isValid(over message: [UInt8], by key: PublicKey) -> Bool {
    do throws(SignatureError) {
      return try verify(message, key)
    } catch {
      // What cannot be read signs nothing.
      return false
    }
  }

  private func verify(_ message: [UInt8], _ key: PublicKey) throws(SignatureError) -> Bool {
    var reader = WireReader(fields, .signature, "The signature")
    let raw = try reader.string()
    if case .rsa(let rsa) = key.material {
      try reader.finish()
      guard let hash = rsaHash else { return false }
      return rsa.verify(Array(raw), over: message, hash)
    }
    guard algorithm == key.kind.rawValue else { return false }
    var signed = message
    if key.kind.isToken {
      // A token signs its own counter and flags with the message.
      let state = Array(try reader.bytes(5))
      signed = Hashing.sha256(key.application) + state + Hashing.sha256(message)
    }
    try reader.finish()
    switch key.material {
    case .ed25519(let bytes):
      return raw.count == 64 && EllipticKey.verifyEd25519(Array(raw), over: signed, by: bytes)
    case .point(let point):
      guard let raw = try coordinates(raw, key.kind) else { return false }
      return EllipticKey.verify(raw, over: signed, by: point, key.kind)
    case .rsa: return false
    }
  }

  /// SHA-1 is not among them.
  private var rsaHash: RSAKey.Hash? {
    switch algorithm {
    case "rsa-sha2-256": .sha256
    case "rsa-sha2-512": .sha512
    default: nil
    }
  }

  /// The two numbers of an ECDSA signature, each as long as a coordinate.
  private func coordinates(
    _ bytes: ArraySlice<UInt8>, _ kind: PublicKey.Kind
  ) throws(SignatureError) -> [UInt8]? {
    guard let size = kind.curve?.size else { return nil }
    var reader = WireReader(bytes, .signature, "The signature")
    var result: [UInt8] = []
    for _ in 0..<2 {
      let number = try reader.magnitude()
      guard number.count <= size else { return nil }
      result += [UInt8](repeating: 0, count: size - number.count) + number
    }
    try reader.finish()
    return result
  }
}
