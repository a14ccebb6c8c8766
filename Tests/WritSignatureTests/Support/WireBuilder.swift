import Crypto
import Foundation

@testable import WritSignature

/// Builds the wire form of things that `ssh-keygen` does not make by itself.
struct WireBuilder {
  private(set) var bytes: [UInt8] = []

  mutating func string(_ value: some Collection<UInt8>) {
    uint32(UInt32(value.count))
    bytes += value
  }

  mutating func string(_ value: String) { string(Array(value.utf8)) }

  mutating func uint32(_ value: UInt32) {
    bytes += withUnsafeBytes(of: value.bigEndian, Array.init)
  }

  mutating func raw(_ value: some Collection<UInt8>) { bytes += value }

  /// A number, with a zero first where the first bit would be a sign.
  mutating func number(_ magnitude: [UInt8]) {
    let bytes = Array(magnitude.drop { $0 == 0 })
    string((bytes.first ?? 0) >= 0x80 ? [0] + bytes : bytes)
  }

  static func build(_ body: (inout WireBuilder) -> Void) -> [UInt8] {
    var builder = WireBuilder()
    body(&builder)
    return builder.bytes
  }

  /// What a key signs in place of a message.
  static func signed(_ message: [UInt8], namespace: String, hash: String = "sha512") -> [UInt8] {
    build {
      $0.raw("SSHSIG".utf8)
      $0.string(namespace)
      $0.string("")
      $0.string(hash)
      $0.string(hash == "sha256" ? Hashing.sha256(message) : Hashing.sha512(message))
    }
  }

  /// A whole signature.
  static func signature(
    key: [UInt8], namespace: String, hash: String = "sha512", version: UInt32 = 1,
    reserved: String = "", signature: [UInt8]
  ) -> [UInt8] {
    build {
      $0.raw("SSHSIG".utf8)
      $0.uint32(version)
      $0.string(key)
      $0.string(namespace)
      $0.string(reserved)
      $0.string(hash)
      $0.string(signature)
    }
  }
}

/// A hardware token's key, as software.
struct SoftToken {
  let kind: PublicKey.Kind
  private let ed25519 = Curve25519.Signing.PrivateKey()
  private let ecdsa = P256.Signing.PrivateKey()
  let application = "ssh:"

  var blob: [UInt8] {
    WireBuilder.build {
      $0.string(kind.rawValue)
      if kind == .tokenEd25519 {
        $0.string(Array(ed25519.publicKey.rawRepresentation))
      } else {
        $0.string("nistp256")
        $0.string(Array(ecdsa.publicKey.x963Representation))
      }
      $0.string(application)
    }
  }

  /// A signature with the flags and the counter of a touch.
  func sign(_ message: [UInt8], namespace: String, flags: UInt8 = 1, counter: UInt32 = 77) throws
    -> [UInt8]
  {
    let state = [flags] + withUnsafeBytes(of: counter.bigEndian, Array.init)
    let message = WireBuilder.signed(message, namespace: namespace)
    let signed = Hashing.sha256(application.utf8) + state + Hashing.sha256(message)
    let raw: [UInt8]
    if kind == .tokenEd25519 {
      raw = Array(try ed25519.signature(for: Data(signed)))
    } else {
      let both = Array(try ecdsa.signature(for: Data(signed)).rawRepresentation)
      raw = WireBuilder.build {
        $0.number(Array(both.prefix(32)))
        $0.number(Array(both.suffix(32)))
      }
    }
    let signature = WireBuilder.build {
      $0.string(kind.rawValue)
      $0.string(raw)
      $0.raw(state)
    }
    return WireBuilder.signature(key: blob, namespace: namespace, signature: signature)
  }
}
