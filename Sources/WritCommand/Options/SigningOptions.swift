import ArgumentParser
import Writ

/// Whether the commits and tags of a command are signed.
struct SigningOptions: ParsableArguments {
  @Option(
    defaultAsFlag: "",
    help: ArgumentHelp(
      """
      Sign the commit and its checkpoint by SSH, with this key or the one of user.signingKey: a \
      file, or 'key::' and a public key that an agent has. Without it commit.gpgSign and \
      tag.gpgSign say whether.
      """, valueName: "KEY"))
  var sign: String?

  @Flag(help: "Sign nothing, whatever git's settings say.")
  var noSign = false

  /// What the options ask for.
  var choice: SigningChoice {
    get throws {
      guard let sign else { return noSign ? .never : .configured }
      guard !noSign else { throw UsageError("--sign and --no-sign do not fit together.") }
      return .always(key: sign.isEmpty ? nil : SigningOptions.path(sign))
    }
  }

  /// Shells leave the tilde of `--sign=~/key` as it is.
  static func path(_ text: String) -> String {
    guard text.hasPrefix("~/"), let home = Environment.value("HOME") else { return text }
    return home + text.dropFirst()
  }
}
