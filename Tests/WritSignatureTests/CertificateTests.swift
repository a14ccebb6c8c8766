import Foundation
import Testing
import WritTesting

@testable import WritSignature

/// Certificates of OpenSSH, with `ssh-keygen` as authority and oracle.
@Suite struct CertificateTests {
  /// 2024-06-15T12:00:00Z.
  private static let seconds: Int64 = 1_718_452_800
  private static let time = "20240615120000Z"
  private let keygen = Keygen.shared
  private let message = Array("the message".utf8)

  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    var key = "ed25519"
    var authority = "ca"
    var options: [String]
    var list = "* cert-authority {ca}"
    let status: SignatureVerdict.Status
    var principals: [String] = []
    var isStricter = false

    var testDescription: String { note }
  }

  static let cases = [
    Case(
      note: "a user's certificate", options: ["-n", "alice"], status: .good, principals: ["alice"]),
    Case(
      note: "two names", options: ["-n", "alice,bob"], status: .good, principals: ["alice", "bob"]),
    Case(
      note: "a list that knows one name", options: ["-n", "alice,bob"],
      list: "b* cert-authority {ca}",
      status: .good, principals: ["bob"]),
    Case(
      note: "a list that knows no name", options: ["-n", "alice"], list: "b* cert-authority {ca}",
      status: .untrustedKey),
    Case(note: "no names", options: [], status: .untrustedKey),
    Case(note: "a host's certificate", options: ["-h", "-n", "alice"], status: .untrustedKey),
    Case(
      note: "valid at that time", options: ["-n", "alice", "-V", "20240101Z:20250101Z"],
      status: .good,
      principals: ["alice"]),
    Case(
      note: "not valid yet", options: ["-n", "alice", "-V", "20240701Z:20250101Z"],
      status: .notValidAtThatTime),
    Case(
      note: "not valid any more", options: ["-n", "alice", "-V", "20240101Z:20240601Z"],
      status: .notValidAtThatTime),
    Case(
      note: "not valid at the end itself",
      options: ["-n", "alice", "-V", "20240101Z:20240615120000Z"],
      status: .notValidAtThatTime),
    Case(
      note: "the line of the authority is over", options: ["-n", "alice"],
      list: "* cert-authority,valid-before=\"20240101Z\" {ca}", status: .notValidAtThatTime),
    Case(
      note: "the line is for another namespace", options: ["-n", "alice"],
      list: "* cert-authority,namespaces=\"file\" {ca}", status: .untrustedKey),
    Case(
      note: "an authority that nobody knows", options: ["-n", "alice"], list: "* {ca}",
      status: .untrustedKey),
    Case(
      note: "the plain key is listed, the certificate's authority is not",
      options: ["-n", "alice"],
      list: "* {ed25519}", status: .untrustedKey),
    Case(
      note: "an authority with RSA", authority: "rsaca", options: ["-n", "alice"],
      list: "* cert-authority {rsaca}", status: .good, principals: ["alice"]),
    Case(
      note: "an authority with RSA and SHA-1", authority: "rsaca",
      options: ["-n", "alice", "-t", "ssh-rsa"],
      list: "* cert-authority {rsaca}", status: .invalid, isStricter: true),
    Case(
      note: "a key of RSA", key: "rsa2056", options: ["-n", "alice"], status: .good,
      principals: ["alice"]),
    Case(
      note: "a key of ECDSA", key: "ecdsa521", options: ["-n", "alice"], status: .good,
      principals: ["alice"]),
    Case(
      note: "a critical option", options: ["-n", "alice", "-O", "force-command=/bin/true"],
      status: .untrustedKey, isStricter: true),
    Case(
      note: "a place where it may be used",
      options: ["-n", "alice", "-O", "source-address=10.0.0.0/8"],
      status: .untrustedKey, isStricter: true),
    Case(
      note: "no extensions", options: ["-n", "alice", "-O", "clear"], status: .good,
      principals: ["alice"]),
  ]

  @Test("A certificate is trusted exactly where ssh-keygen trusts it", arguments: cases)
  func trusts(_ item: Case) throws {
    let certificate = try keygen.certify(item.key, by: item.authority, item.options)
    let armored = try keygen.sign(message, by: certificate)
    var text = item.list
    for name in ["ca", "rsaca", "ed25519"] {
      text = text.replacingOccurrences(of: "{\(name)}", with: try keygen.text(name))
    }
    let trust = SignerTrust(allowed: try AllowedSigners(parsing: Array(text.utf8)), revoked: nil)
    let verdict = trust.judge(armored: armored, over: message, namespace: "git", at: Self.seconds)
    #expect(verdict.status == item.status, "\(verdict.reason)")
    #expect(verdict.principals == item.principals)
    let told = try keygen.principals(
      armored, message, signers: Array(text.utf8), time: Self.time)
    if item.isStricter { #expect(!told.isEmpty) } else { #expect(told == item.principals) }
    if verdict.status == .good { #expect(verdict.key == (try keygen.key(item.key))) }
  }

  @Test("A flip of any byte of a certificate is refused")
  func flips() throws {
    let certificate = try keygen.certify("ed25519", ["-n", "alice,bob", "-z", "9"])
    let blob = try SSHSignature(armored: keygen.sign(message, by: certificate)).blob
    for index in blob.indices {
      var flipped = blob
      flipped[index] ^= 0x10
      let found = try? SSHSignature(blob: flipped)
      #expect(found?.isValid(over: message, namespace: "git") != true, "byte \(index)")
    }
  }
}
