internal import Crypto

/// Checks signatures of the elliptic-curve kinds with the crypto library.
enum EllipticKey {
  /// Whether a point in uncompressed form is one of the curve.
  static func isOnCurve(_ point: [UInt8], _ kind: PublicKey.Kind) -> Bool {
    do {
      switch kind {
      case .ecdsa384: _ = try P384.Signing.PublicKey(x963Representation: point)
      case .ecdsa521: _ = try P521.Signing.PublicKey(x963Representation: point)
      default: _ = try P256.Signing.PublicKey(x963Representation: point)
      }
      return true
    } catch {
      return false
    }
  }

  /// Whether `r` and `s`, both as long as a coordinate, sign the message.
  static func verify(
    _ raw: [UInt8], over message: [UInt8], by point: [UInt8], _ kind: PublicKey.Kind
  ) -> Bool {
    do {
      switch kind {
      case .ecdsa384:
        let key = try P384.Signing.PublicKey(x963Representation: point)
        return key.isValidSignature(try .init(rawRepresentation: raw), for: message)
      case .ecdsa521:
        let key = try P521.Signing.PublicKey(x963Representation: point)
        return key.isValidSignature(try .init(rawRepresentation: raw), for: message)
      default:
        let key = try P256.Signing.PublicKey(x963Representation: point)
        return key.isValidSignature(try .init(rawRepresentation: raw), for: message)
      }
    } catch {
      // A key or signature that the library cannot take signs nothing.
      return false
    }
  }

  /// Whether an Ed25519 signature is one over the message.
  static func verifyEd25519(_ raw: [UInt8], over message: [UInt8], by key: [UInt8]) -> Bool {
    do {
      return try Curve25519.Signing.PublicKey(rawRepresentation: key)
        .isValidSignature(raw, for: message)
    } catch {
      return false
    }
  }
}
