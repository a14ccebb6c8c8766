import WritGit

/// The command of git's setting `gpg.ssh.defaultKeyCommand`, which prints the key to sign with.
struct KeyCommand {
  private let words: [String]

  /// Splits a command as git does: at blanks, with quotes and backslashes, without a shell.
  init(_ command: String) throws {
    var words: [String] = []
    var word: [UInt8]?
    var quote: UInt8?
    var rest = Array(command.utf8)[...]
    while let byte = rest.popFirst() {
      switch (byte, quote) {
      case (UInt8(ascii: "\\"), _) where quote != UInt8(ascii: "'"):
        guard let next = rest.popFirst() else { throw KeyCommand.unusable(command) }
        word = (word ?? []) + [next]
      case (let byte, let open?):
        if byte == open { quote = nil } else { word = (word ?? []) + [byte] }
      case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil):
        quote = byte
        word = word ?? []
      case (UInt8(ascii: " "), nil), (UInt8(ascii: "\t"), nil), (UInt8(ascii: "\n"), nil):
        if let done = word { words.append(String(decoding: done, as: UTF8.self)) }
        word = nil
      default: word = (word ?? []) + [byte]
      }
    }
    if let last = word { words.append(String(decoding: last, as: UTF8.self)) }
    guard quote == nil, !words.isEmpty else { throw KeyCommand.unusable(command) }
    self.words = words
  }

  /// The key on the first line that the command prints.
  func key() throws -> SigningKey {
    let outcome = try Program(words[0]).run(Array(words.dropFirst()))
    let first = outcome.output.split(separator: UInt8(ascii: "\n")).first ?? []
    let key = SigningKey(String(decoding: first, as: UTF8.self))
    guard outcome.status == 0, case .literal = key.form else {
      throw LedgerError(
        .failure, "no-signing-key",
        "The command of gpg.ssh.defaultKeyCommand, '\(words[0])', ended with \(outcome.status) and "
          + "named no key.",
        hint: "its first line must be 'key::' and a public key; or set user.signingKey")
    }
    return key
  }

  private static func unusable(_ command: String) -> LedgerError {
    LedgerError(
      .usage, "no-signing-key",
      "The setting gpg.ssh.defaultKeyCommand, '\(command)', is no command.",
      hint: "close its quotes, or set user.signingKey")
  }
}
