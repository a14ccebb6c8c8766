import WritGit

/// What git's settings say about signatures.
///
/// The program is called as git calls it. A command that names a key is run only when the settings
/// outside of the repository name it.
struct SigningSettings {
  let settings: Configuration

  /// What is signed.
  enum Kind: String {
    case commit, tag
  }

  /// The key to sign with, or nil for no signature.
  func key(_ choice: SigningChoice, for kind: Kind) throws -> SigningKey? {
    switch choice {
    case .never: return nil
    case .always(let key?): return SigningKey(key)
    case .always(nil):
      try requireFormat("--sign asks", "give the key: --sign=KEY")
    case .configured:
      guard try settings.bool("\(kind.rawValue).gpgsign") ?? false else { return nil }
      try requireFormat("The setting \(kind.rawValue).gpgSign asks", "give --no-sign")
    }
    return try configuredKey()
  }

  /// The key for what is always signed: the one that `--key` names, or the one of the settings.
  func key(named key: String?) throws -> SigningKey {
    if let key { return SigningKey(key) }
    let otherwise = "give the key: --key KEY"
    try requireFormat("The command asks", otherwise)
    return try configuredKey(", or \(otherwise)")
  }

  /// The program that signs: git's setting `gpg.ssh.program`, or `ssh-keygen`.
  var program: String {
    get throws { try settings.path("gpg.ssh.program") ?? "ssh-keygen" }
  }

  private func requireFormat(_ who: String, _ otherwise: String) throws {
    let format = try settings.string("gpg.format") ?? "openpgp"
    guard format != "ssh" else { return }
    throw LedgerError(
      .usage, "signature-format",
      "\(who) for a signature, and gpg.format is '\(format)'; writ makes SSH signatures only.",
      hint: "run 'git config gpg.format ssh' and set user.signingKey, or \(otherwise)")
  }

  private func configuredKey(_ otherwise: String = "") throws -> SigningKey {
    if let text = try settings.string("user.signingkey"), !text.isEmpty {
      let key = SigningKey(text)
      guard case .file = key.form else { return key }
      return SigningKey(try settings.path("user.signingkey") ?? text)
    }
    if let command = try settings.stringOutsideRepository("gpg.ssh.defaultkeycommand") {
      return try KeyCommand(command).key()
    }
    throw LedgerError(
      .usage, "no-signing-key", "A signature is asked for, and no key is named.",
      hint: "run 'git config --global user.signingKey FILE'; gpg.ssh.defaultKeyCommand counts in "
        + "your own settings, not in the repository's\(otherwise)")
  }
}

extension Ledger {
  /// Refuses before a repository is made for nothing: its first commit may have to be signed.
  public static func requireSigning(_ choice: SigningChoice) throws {
    let settings = SigningSettings(settings: try Configuration.ofUser())
    if try settings.key(choice, for: .commit) != nil { _ = try Program(settings.program) }
  }

  /// What signs the commits and the checkpoints that a command makes.
  func signers(_ choice: SigningChoice) throws -> Mutation.Signers {
    (try signer(choice, for: .commit), try signer(choice, for: .tag))
  }

  /// What signs commits or tags, or nil when they are not to be signed.
  func signer(_ choice: SigningChoice, for kind: SigningSettings.Kind) throws -> ObjectSigner? {
    let settings = SigningSettings(settings: try repository.configuration())
    guard let key = try settings.key(choice, for: kind) else { return nil }
    return try ObjectSigner(self, key, program: settings.program)
  }
}
