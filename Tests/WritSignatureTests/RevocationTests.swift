import Foundation
import Testing
import WritTesting

@testable import WritSignature

/// Revocation lists, with `ssh-keygen -k`, `-Q` and `-Y verify -r` as the oracle.
@Suite struct RevocationTests {
  private static let seconds: Int64 = 1_718_452_800
  private static let time = "20240615120000Z"
  private let keygen = Keygen.shared
  private let message = Array("the message".utf8)

  @Test("A list in text revokes keys and fingerprints")
  func text() throws {
    let signer = try SignerKey(blob: keygen.key("ed25519").blob)
    func revokes(_ text: String) throws -> Bool {
      try RevocationList(parsing: Array(text.utf8)).reason(toRevoke: signer) != nil
    }
    let key = try keygen.text("ed25519")
    #expect(try !revokes(""))
    #expect(try !revokes("# \(key)\n"))
    #expect(try revokes("\(key) lost on a train\n"))
    #expect(try revokes("\(keygen.text("other"))\n  \(key)\r\n"))
    #expect(try !revokes("\(keygen.text("other"))\n"))
    #expect(try revokes("\(keygen.key("ed25519").fingerprint) lost\n"))
    #expect(try !revokes(keygen.key("other").fingerprint))
    let certificate = try keygen.certify("ed25519", ["-n", "alice"])
    #expect(try revokes(String(decoding: keygen.folder.read(certificate), as: UTF8.self)))
  }

  @Test(
    "A list that cannot be read in full is an error",
    arguments: [
      "garbage", "ssh-ed25519", "ssh-ed25519 AAAA", "SHA256:short", "MD5:00:11",
      "alice ssh-ed25519 AAAA",
      "SSHKRL\n\0", "SSHKRL\n\0\0\0\0\u{1}", "SSHKRL\n\0\0\0\0\u{2}",
    ])
  func unreadable(text: String) {
    #expect(throws: SignatureError.self) { try RevocationList(parsing: Array(text.utf8)) }
  }

  @Test("A revoked key signs nothing, as for ssh-keygen -Y verify -r")
  func verdicts() throws {
    let certificate = try keygen.certify("ed25519", ["-n", "alice"])
    let plain = try keygen.sign(message, by: "ed25519")
    let certified = try keygen.sign(message, by: certificate)
    let signers = Array(
      "alice \(try keygen.text("ed25519"))\n* cert-authority \(try keygen.text("ca"))\n".utf8)
    for (list, expected) in [
      ("ed25519", [true, true]), ("ca", [false, true]), ("other", [false, false]),
    ] {
      let revoked = Array((try keygen.text(list) + "\n").utf8)
      let trust = SignerTrust(
        allowed: try AllowedSigners(parsing: signers), revoked: try RevocationList(parsing: revoked)
      )
      for (armored, isRevoked) in zip([plain, certified], expected) {
        let verdict = trust.judge(
          armored: armored, over: message, namespace: "git", at: Self.seconds)
        #expect(verdict.status == (isRevoked ? .revoked : .good), "\(list): \(verdict.reason)")
        let told = try keygen.principals(
          armored, message, signers: signers, time: Self.time, revoked: revoked)
        #expect(told.isEmpty == isRevoked)
      }
    }
  }

  struct Specification: Sendable, CustomTestStringConvertible {
    let note: String
    let text: String
    var authority: String? = "ca"

    var testDescription: String { note }
  }

  static let specifications = [
    Specification(note: "serial numbers", text: "serial: 5\nserial: 700\n"),
    Specification(note: "a range", text: "serial: 5-9\n"),
    Specification(
      note: "so many that a bitmap is smaller",
      text: (0..<40).map { "serial: \(3 + $0 * 2)\n" }.joined()),
    Specification(note: "far numbers", text: "serial: 18446744073709551615\nserial: 1\n"),
    Specification(note: "an id", text: "id: test\n"),
    Specification(note: "another id", text: "id: tes\n"),
    Specification(note: "any authority", text: "serial: 7\n", authority: nil),
    Specification(note: "another authority", text: "serial: 7\n", authority: "rsaca"),
    Specification(note: "a key by its bytes", text: "key: {ed25519}\n"),
    Specification(note: "a key by SHA-1", text: "sha1: {ed25519}\n"),
    Specification(note: "a key by SHA-256", text: "sha256: {ed25519}\n"),
    Specification(note: "a key by its fingerprint", text: "hash: {fingerprint}\n"),
    Specification(note: "the authority", text: "key: {ca}\n"),
    Specification(note: "another key", text: "key: {other}\nsha256: {rsa3072}\n"),
  ]

  @Test("A key revocation list revokes what ssh-keygen -Q says", arguments: specifications)
  func binary(_ item: Specification) throws {
    var text = item.text.replacingOccurrences(
      of: "{fingerprint}", with: try keygen.key("ed25519").fingerprint)
    for name in ["ed25519", "ca", "other", "rsa3072"] {
      text = text.replacingOccurrences(of: "{\(name)}", with: try keygen.text(name))
    }
    let (list, rules) = (keygen.fresh("krl"), keygen.fresh("rules"))
    try keygen.folder.write(rules, text.utf8)
    let authority =
      item.authority.map { ["-s", $0 + ".pub"] } ?? (text.contains("serial") ? ["-s", "none"] : [])
    try keygen.make(["-q", "-k", "-f", list, "-z", "3"] + authority + [rules])
    let bytes = try keygen.folder.read(list)
    let ours = try RevocationList(parsing: bytes)
    var asked = ["ed25519.pub", "other.pub", "rsa3072.pub"]
    for serial in ["0", "1", "5", "6", "7", "8", "81", "82", "700", "18446744073709551615"] {
      asked.append(try keygen.certify("ed25519", ["-n", "alice", "-z", serial]))
    }
    for name in asked {
      let line = try keygen.folder.read(name).split(separator: 0x20)
      let signer = try SignerKey(blob: try #require(Base64.decode(line[1])))
      let isRevoked = try keygen.ask(["-Q", "-f", list, name]).status != 0
      #expect((ours.reason(toRevoke: signer) != nil) == isRevoked, "\(name)")
    }
    for count in stride(from: 1, to: bytes.count, by: 3) {
      #expect(throws: SignatureError.self) {
        try RevocationList(parsing: Array(bytes.prefix(count)))
      }
    }
  }
}
