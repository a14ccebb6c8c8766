import Testing
import WritTesting

@testable import WritSignature

/// Signatures by every kind of key, with `ssh-keygen` as the oracle.
@Suite struct SignatureTests {
  private let keygen = Keygen.shared
  private let messages: [[UInt8]] = [
    [], Array("one line\n".utf8), (0..<100_000).map { UInt8($0 & 0xFF) },
  ]

  @Test(
    "What ssh-keygen signs is valid, and only for its message and namespace",
    arguments: Keygen.signing, ["sha256", "sha512"])
  func agreesOnGoodSignatures(kind: String, hash: String) throws {
    let key = try keygen.key(kind)
    for message in messages {
      let armored = try keygen.sign(message, by: kind, hash: hash)
      let signature = try SSHSignature(armored: armored)
      #expect(signature.signer.key == key)
      #expect(signature.namespace == "git")
      #expect(signature.armored == armored)
      #expect(signature.isValid(over: message, namespace: "git"))
      #expect(!signature.isValid(over: message + [0], namespace: "git"))
      #expect(!signature.isValid(over: message, namespace: "file"))
    }
  }

  @Test("Fingerprints are those of ssh-keygen -l", arguments: Keygen.signing)
  func fingerprints(kind: String) throws {
    let told = try keygen.make(["-l", "-f", kind + ".pub"]).outputText.split(separator: " ")
    let key = try keygen.key(kind)
    #expect(key.fingerprint == told[1])
    #expect("(\(key.kindName))\n" == told.last ?? "")
    #expect(try key.text == keygen.text(kind))
  }

  @Test("A flip of any byte of a signature is refused", arguments: Keygen.signing)
  func flipsAreRefused(kind: String) throws {
    let message = Array("the message".utf8)
    let armored = try keygen.sign(message, by: kind)
    var generator = SeededGenerator(seed: 4)
    for index in armored.indices {
      var flipped = armored
      flipped[index] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(!isValid(armored: flipped, message), "byte \(index) of the armor")
    }
    let blob = try SSHSignature(armored: armored).blob
    for index in blob.indices {
      var flipped = blob
      flipped[index] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(!isValid(blob: flipped, message), "byte \(index) of the blob")
    }
  }

  @Test("What is cut off, prolonged or repeated is refused", arguments: Keygen.signing)
  func lengthsAreRefused(kind: String) throws {
    let message = Array("the message".utf8)
    let armored = try keygen.sign(message, by: kind)
    for count in 0..<(armored.count - 1) {
      #expect(!isValid(armored: Array(armored.prefix(count)), message), "\(count) bytes")
    }
    #expect(!isValid(armored: armored + [0x0A], message))
    #expect(!isValid(armored: armored + armored, message))
    #expect(!isValid(armored: [0x0A] + armored, message))
    let blob = try SSHSignature(armored: armored).blob
    for count in blob.indices {
      #expect(!isValid(blob: Array(blob.prefix(count)), message), "\(count) bytes")
    }
    #expect(!isValid(blob: blob + [0], message))
  }

  @Test("What we take of mutated signatures, ssh-keygen takes too")
  func neverMoreLenient() throws {
    let message = Array("the message".utf8)
    var generator = SeededGenerator(seed: 7)
    for kind in Keygen.signing {
      let blob = try SSHSignature(armored: keygen.sign(message, by: kind)).blob
      for _ in 0..<20 {
        var mutant = blob
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let place = Int.random(in: mutant.indices, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: mutant[place] &+= 1
          case 1: mutant.remove(at: place)
          default: mutant.insert(0, at: place)
          }
        }
        let armored = Self.armor(mutant)
        if isValid(blob: mutant, message) { #expect(try keygen.fits(armored, message)) }
      }
    }
  }

  @Test(
    "Armor of another shape is refused",
    arguments: [
      "", "-----BEGIN SSH SIGNATURE-----\n",
      "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
      "-----BEGIN SSH SIGNATURE-----\n\n-----END SSH SIGNATURE-----\n",
      "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
      "-----BEGIN SSH SIGNATURE-----\r\nU1NIU0lH\r\n-----END SSH SIGNATURE-----\r\n",
      "-----BEGIN SSH SIGNATURE-----\nU1NI U0lH\n-----END SSH SIGNATURE-----\n",
      "-----BEGIN PGP SIGNATURE-----\nU1NIU0lH\n-----END PGP SIGNATURE-----\n",
    ])
  func badArmor(text: String) {
    #expect(throws: SignatureError.self) { try SSHSignature(armored: Array(text.utf8)) }
  }

  @Test("A huge signature is refused before it is decoded")
  func hugeSignature() {
    let text = "-----BEGIN SSH SIGNATURE-----\n" + String(repeating: "A", count: 1 << 20)
    #expect(throws: SignatureError.self) { try SSHSignature(armored: Array(text.utf8)) }
    #expect(throws: SignatureError.self) {
      try SSHSignature(blob: .init(repeating: 0, count: 1 << 20))
    }
  }

  // MARK: Support

  private func isValid(armored: [UInt8], _ message: [UInt8]) -> Bool {
    (try? SSHSignature(armored: armored))?.isValid(over: message, namespace: "git") ?? false
  }

  private func isValid(blob: [UInt8], _ message: [UInt8]) -> Bool {
    (try? SSHSignature(blob: blob))?.isValid(over: message, namespace: "git") ?? false
  }

  static func armor(_ blob: [UInt8]) -> [UInt8] {
    Array(
      """
      -----BEGIN SSH SIGNATURE-----
      \(String(decoding: Base64.encode(blob), as: UTF8.self))
      -----END SSH SIGNATURE-----

      """.utf8)
  }
}
