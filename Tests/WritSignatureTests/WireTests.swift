import Crypto
import Foundation
import Testing
import WritTesting

@testable import WritSignature

/// What `ssh-keygen` does not make by itself: tokens' keys, odd numbers, odd fields, huge keys.
@Suite struct WireTests {
  private let keygen = Keygen.shared
  private let message = Array("the message".utf8)

  @Test(
    "Signatures of hardware tokens are those that ssh-keygen takes",
    arguments: [PublicKey.Kind.tokenEd25519, .tokenECDSA])
  func tokens(kind: PublicKey.Kind) throws {
    let token = SoftToken(kind: kind)
    for round in 0..<20 {
      let blob = try token.sign(message, namespace: "git", counter: UInt32(round) << 25)
      let signature = try SSHSignature(blob: blob)
      #expect(signature.isValid(over: message, namespace: "git"))
      #expect(!signature.isValid(over: message + [1], namespace: "git"))
      if round == 0 { #expect(try keygen.fits(signature.armored, message)) }
    }
    let blob = try token.sign(message, namespace: "git")
    for index in blob.indices {
      var flipped = blob
      flipped[index] ^= 1
      let found = try? SSHSignature(blob: flipped)
      #expect(found?.isValid(over: message, namespace: "git") != true, "byte \(index)")
    }
  }

  @Test("A field that must be empty, another version and another hash are refused")
  func fields() throws {
    let key = Curve25519.Signing.PrivateKey()
    let blob = WireBuilder.build {
      $0.string("ssh-ed25519")
      $0.string(Array(key.publicKey.rawRepresentation))
    }
    func made(
      hash: String = "sha512", version: UInt32 = 1, reserved: String = "",
      namespace: String = "git",
      name: String = "ssh-ed25519"
    ) throws -> [UInt8] {
      let signed = WireBuilder.signed(message, namespace: namespace, hash: hash)
      let raw = Array(try key.signature(for: Data(signed)))
      return WireBuilder.signature(
        key: blob, namespace: namespace, hash: hash, version: version, reserved: reserved,
        signature: WireBuilder.build {
          $0.string(name)
          $0.string(raw)
        })
    }
    #expect(try SSHSignature(blob: made()).isValid(over: message, namespace: "git"))
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(version: 0)) }
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(version: 2)) }
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(reserved: "x")) }
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(hash: "sha1")) }
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(namespace: "")) }
    #expect(throws: SignatureError.self) { try SSHSignature(blob: made(namespace: "git\0")) }
    #expect(try !SSHSignature(blob: made(name: "ssh-rsa")).isValid(over: message, namespace: "git"))
  }

  @Test("A signature by RSA with SHA-1 is refused, as by ssh-keygen")
  func sha1() throws {
    // The right block for the right hash, under the name of the old algorithm.
    let armored = try keygen.sign(message, by: "rsa3072")
    let blob = try SSHSignature(armored: armored).blob
    let old = Array("rsa-sha2-512".utf8)
    let place = try #require(blob.indices.first { blob[$0...].starts(with: old) })
    var mutant = blob
    mutant.replaceSubrange(place..<(place + old.count), with: Array("ssh-rsa".utf8))
    mutant[place - 1] = 7
    mutant[place - 4 - 1] -= 5
    let signature = try SSHSignature(blob: mutant)
    #expect(!signature.isValid(over: message, namespace: "git"))
    #expect(try !keygen.fits(signature.armored, message))
  }

  @Test("A key of 16,384 bits is checked as by ssh-keygen, and a longer one is refused")
  func hugeKey() throws {
    let folder = Places.packageRoot + "/Tests/WritSignatureTests/Cases/"
    let armored = try Files.read(folder + "rsa16384.sig")
    let signature = try SSHSignature(armored: armored)
    let message = Array("a long key\n".utf8)
    #expect(signature.isValid(over: message, namespace: "git"))
    #expect(!signature.isValid(over: message + [0], namespace: "git"))
    #expect(try keygen.fits(armored, message))
    let longer = WireBuilder.build {
      $0.string("ssh-rsa")
      $0.number([1, 0, 1])
      $0.number([UInt8](repeating: 0xFF, count: 2_049))
    }
    #expect(throws: SignatureError.self) { try PublicKey(blob: longer) }
  }

  @Test(
    "Keys that are none are refused",
    arguments: [
      ("ssh-ed25519", [UInt8](repeating: 1, count: 31)),
      ("ssh-ed25519", .init(repeating: 1, count: 33)),
      ("ssh-dss", [1]), ("", []), ("ssh-rsa", [3]),
    ])
  func badKeys(name: String, field: [UInt8]) {
    let blob = WireBuilder.build {
      $0.string(name)
      $0.string(field)
    }
    #expect(throws: SignatureError.self) { try PublicKey(blob: blob) }
  }

  @Test("A number has one form, and a point is on its curve")
  func oneForm() throws {
    let rsa = try keygen.key("rsa3072")
    guard case .rsa(let key) = rsa.material else { throw KeygenFailure(description: "no RSA") }
    func blob(_ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8] {
      WireBuilder.build {
        $0.string("ssh-rsa")
        $0.string(exponent)
        $0.string(modulus)
      }
    }
    #expect(try PublicKey(blob: blob([1, 0, 1], [0] + key.modulus)) == rsa)
    let bad: [([UInt8], [UInt8])] = [
      ([0, 1, 0, 1], [0] + key.modulus), ([1, 0, 1], [0, 0] + key.modulus),
      ([1, 0, 1], key.modulus),
      ([1], [0] + key.modulus), ([1, 0, 0], [0] + key.modulus), ([], [0] + key.modulus),
      ([1, 0, 1], [0] + key.modulus.dropLast() + [0xFE]), ([1, 0, 1], [0x7F, 0xFF]),
    ]
    for (exponent, modulus) in bad {
      #expect(throws: SignatureError.self) { try PublicKey(blob: blob(exponent, modulus)) }
    }
    guard case .point(var point) = try keygen.key("ecdsa256").material else { return }
    point[20] ^= 1
    #expect(throws: SignatureError.self) {
      try PublicKey(
        blob: WireBuilder.build {
          $0.string("ecdsa-sha2-nistp256")
          $0.string("nistp256")
          $0.string(point)
        })
    }
  }

  @Test("RSA by our own arithmetic agrees with a power worked out plainly")
  func arithmetic() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<200 {
      let modulus = UInt64.random(in: (1 << 62)...UInt64.max, using: &generator) | 1
      let base = UInt64.random(in: 0..<modulus, using: &generator)
      let exponent = UInt64.random(in: 1...100_000, using: &generator)
      var expected: UInt64 = 1
      var square = base
      var rest = exponent
      while rest > 0 {
        if rest & 1 == 1 { expected = times(expected, square, modulus) }
        square = times(square, square, modulus)
        rest >>= 1
      }
      let field = MontgomeryField(modulus: Limbs(bytes(modulus)))
      #expect(field.power(of: Limbs(bytes(base)), exponent).words == [expected])
    }
  }

  private func times(_ left: UInt64, _ right: UInt64, _ modulus: UInt64) -> UInt64 {
    modulus.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
  }

  private func bytes(_ value: UInt64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian, Array.init)
  }
}

/// Base64 has one form.
@Suite struct Base64Tests {
  @Test("Bytes come back, and the text is the library's")
  func roundTrip() {
    var generator = SeededGenerator(seed: 1)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = Base64.encode(bytes)
      #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
      #expect(Base64.decode(text) == bytes)
    }
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "A", "AA", "AAA", "AA=", "A===", "====", "=AAA", "AA=A", "QQ==QQ==", "QR==", "QUJ=", "QUI-",
      "QUI_",
      "QUI\n", " QUI=", "QUI= ", "QQ==\n", "AAAAA",
    ])
  func refused(text: String) { #expect(Base64.decode(Array(text.utf8)) == nil) }
}
