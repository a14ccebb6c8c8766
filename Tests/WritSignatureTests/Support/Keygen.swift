import Foundation
import Testing
import WritTesting

@testable import WritSignature

/// A folder of keys that `ssh-keygen` made, and the program itself as the oracle.
final class Keygen: Sendable {
  /// The kinds of keys that can be made without hardware, with their options.
  static let kinds = [
    "ed25519": ["-t", "ed25519"], "ecdsa256": ["-t", "ecdsa", "-b", "256"],
    "ecdsa384": ["-t", "ecdsa", "-b", "384"], "ecdsa521": ["-t", "ecdsa", "-b", "521"],
    "rsa1024": ["-t", "rsa", "-b", "1024"], "rsa3072": ["-t", "rsa", "-b", "3072"],
    "rsa2056": ["-t", "rsa", "-b", "2056"], "other": ["-t", "ed25519"], "ca": ["-t", "ed25519"],
    "rsaca": ["-t", "rsa", "-b", "2048"],
  ]
  static let signing = [
    "ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa1024", "rsa2056", "rsa3072",
  ]

  /// Keys for all tests of this process.
  static let shared: Keygen = {
    do { return try Keygen() } catch { preconditionFailure("no keys: \(error)") }
  }()

  let folder: TemporaryFolder
  let environment: [String: String]

  private init() throws {
    folder = try TemporaryFolder("writ-keys")
    environment = try HermeticEnvironment.make(home: folder.path + "/home")
    for (name, options) in Self.kinds {
      try make(options + ["-q", "-N", "", "-C", name, "-f", name])
    }
  }

  /// Runs ssh-keygen, which must end well.
  @discardableResult
  func make(_ arguments: [String], input: [UInt8] = []) throws -> ProcessOutcome {
    let outcome = try ask(arguments, input: input)
    guard outcome.status == 0 else {
      throw KeygenFailure(description: "\(arguments): \(outcome.errorText)")
    }
    return outcome
  }

  /// Runs ssh-keygen, whatever its status.
  func ask(_ arguments: [String], input: [UInt8] = []) throws -> ProcessOutcome {
    var process = Subprocess(
      "ssh-keygen", arguments, environment: environment, directory: folder.path)
    process.input = input
    return try process.run()
  }

  /// A name for a file that no other test uses.
  func fresh(_ name: String) -> String { "\(name)-\(UUID().uuidString)" }

  /// The armored signature by a key, or by a certificate.
  func sign(
    _ message: [UInt8], by key: String, namespace: String = "git", hash: String = "sha512"
  ) throws -> [UInt8] {
    let name = fresh("message")
    try folder.write(name, message)
    try make(["-Y", "sign", "-f", key, "-n", namespace, "-O", "hashalg=\(hash)", name])
    return try folder.read(name + ".sig")
  }

  /// A copy of a key with a certificate; the path of the certificate.
  func certify(_ key: String, by authority: String = "ca", _ options: [String]) throws -> String {
    let name = fresh("certified")
    try folder.write(name, try folder.read(key))
    try folder.write(name + ".pub", try folder.read(key + ".pub"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: "\(folder.path)/\(name)")
    try make(["-q", "-s", authority, "-I", "test"] + options + [name + ".pub"])
    return name + "-cert.pub"
  }

  /// `type base64` of a key.
  func text(_ key: String) throws -> String {
    let line = String(decoding: try folder.read(key + ".pub"), as: UTF8.self)
    return line.split(separator: " ").prefix(2).joined(separator: " ")
  }

  func key(_ name: String) throws -> PublicKey {
    guard let key = try PublicKey(line: Array(try text(name).utf8)[...]) else {
      throw KeygenFailure(description: "\(name) is no key")
    }
    return key
  }

  // MARK: Verdicts

  /// Whether `ssh-keygen -Y check-novalidate` finds that a signature fits.
  func fits(_ armored: [UInt8], _ message: [UInt8], namespace: String = "git") throws -> Bool {
    let name = fresh("signature")
    try folder.write(name, armored)
    let arguments = ["-Y", "check-novalidate", "-n", namespace, "-s", name]
    return try ask(arguments, input: message).status == 0
  }

  /// The principals for whom a signature is good, as git asks: first who could have made it, then
  /// each of them.
  func principals(
    _ armored: [UInt8], _ message: [UInt8], signers: [UInt8], namespace: String = "git",
    time: String, revoked: [UInt8]? = nil
  ) throws -> [String] {
    let (signature, list) = (fresh("signature"), fresh("signers"))
    try folder.write(signature, armored)
    try folder.write(list, signers)
    let common = ["-f", list, "-s", signature, "-Overify-time=\(time)"]
    let found = try ask(["-Y", "find-principals"] + common)
    guard found.status == 0 else { return [] }
    var options: [String] = []
    if let revoked {
      options = ["-r", fresh("revoked")]
      try folder.write(options[1], revoked)
    }
    return try found.outputText.split(separator: "\n").map(String.init).filter { name in
      let verify = ["-Y", "verify", "-n", namespace, "-I", name] + common + options
      return try ask(verify, input: message).status == 0
    }
  }
}

struct KeygenFailure: Error, CustomStringConvertible {
  let description: String
}

/// A generator whose whole sequence follows from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
