import WritGit
import WritSignature

/// Makes SSH signatures as git does: by `ssh-keygen -Y sign` or a program that is called like it.
///
/// So encrypted keys, hardware tokens and agents work as they do with git.
struct ObjectSigner {
  private let folder: String
  private let program: Program
  private let key: SigningKey
  private let told: @Sendable (String) -> Void
  /// How the command could do without a signature, when it could.
  private let otherwise: String

  /// - Parameter isNeeded: whether what is made is nothing without its signature.
  init(_ ledger: Ledger, _ key: SigningKey, program: String, isNeeded: Bool = false) throws {
    otherwise = isNeeded ? "" : ", or give --no-sign"
    folder = ledger.repository.commonPath("writ/signing")
    self.program = try Program(program)
    self.key = key
    told = ledger.surroundings.tell
  }

  /// The signature over a payload.
  ///
  /// It was checked to fit, whatever the program said.
  func sign(_ payload: [UInt8], namespace: String) throws -> SSHSignature {
    try FileSystem.makeFolder(folder)
    for path in try FileSystem.abandonedTemporaries(in: folder) { try FileSystem.remove(path) }
    let message = try FileSystem.writeTemporary(payload, in: folder)
    defer { discard([message, message + ".sig"]) }
    let armored = try call(on: message, namespace)
    let signature: SSHSignature
    do throws(SignatureError) {
      // A program of another system may end lines in its own way.
      signature = try SSHSignature(armored: armored.filter { $0 != UInt8(ascii: "\r") })
    } catch {
      throw failure(error.message)
    }
    guard signature.isValid(over: payload, namespace: namespace) else {
      throw failure("The signature does not fit.")
    }
    return signature
  }

  private func call(on message: String, _ namespace: String) throws -> [UInt8] {
    var options = ["-Y", "sign", "-n", namespace, "-f"]
    var keyFile: String?
    switch key.form {
    case .file(let path): options.append(path)
    case .literal(let text):
      let path = try FileSystem.writeTemporary(Array("\(text)\n".utf8), in: folder)
      keyFile = path
      // The private part is in an agent.
      options += [path, "-U"]
    }
    defer { discard([keyFile].compactMap { $0 }) }
    let outcome = try program.run(options + [message]) { line in
      if !ObjectSigner.isChatter(line) { told(line) }
    }
    guard outcome.status == 0,
      let armored = try FileSystem.read(message + ".sig", limit: 1 << 20)
    else {
      let lines = outcome.errors.split(separator: UInt8(ascii: "\n"))
      let last = lines.last.map { String(decoding: $0, as: UTF8.self) }
      throw failure(last ?? "It ended with \(outcome.status) and said nothing.")
    }
    return armored
  }

  /// What `ssh-keygen` says whenever it signs.
  private static func isChatter(_ line: String) -> Bool {
    ["Signing file ", "Write signature to ", "Signing data on "].contains {
      line.utf8.starts(with: $0.utf8)
    }
  }

  private func failure(_ why: String) -> LedgerError {
    LedgerError(
      .failure, "signing-failed", "No signature could be made by '\(program.path)': \(why)",
      hint: "check the key, and that the agent has it; 'ssh-keygen -Y sign' must work by itself"
        + otherwise)
  }

  private func discard(_ paths: [String]) {
    for path in paths {
      // What is left is found by the next signature.
      _ = try? FileSystem.remove(path)
    }
  }
}

extension Ledger {
  /// What `git` signs commits and tags for.
  static let gitNamespace = "git"

  /// Signs a commit's stored form, when there is something to sign with.
  func signed(commit content: [UInt8], by signer: ObjectSigner?) throws -> [UInt8] {
    guard let signer else { return content }
    let signature = try signer.sign(content, namespace: Ledger.gitNamespace)
    return SignedContent.commit(content, with: signature.armored)
  }

  /// Signs a tag's stored form, when there is something to sign with.
  func signed(tag content: [UInt8], by signer: ObjectSigner?) throws -> [UInt8] {
    guard let signer else { return content }
    let signature = try signer.sign(content, namespace: Ledger.gitNamespace)
    return SignedContent.tag(content, with: signature.armored)
  }
}
