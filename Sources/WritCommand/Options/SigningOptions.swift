import ArgumentParser
import Writ

/// Whether the commits and tags of a command are signed.
struct SigningOptions: ParsableArguments {
  // The parser's own choice, to scan for a value, drops the KEY of `--sign=KEY` where another option
  // follows; a test holds each order.
  @Option(
    defaultAsFlag: NamedKey.configured, parsing: .next,
    help: ArgumentHelp(
      """
      Sign the commit and its checkpoint by SSH, with this key or the one of user.signingKey: a \
      file, or 'key::' and a public key that an agent has. Without it commit.gpgSign and \
      tag.gpgSign say whether.
      """, valueName: "KEY"))
  var sign: NamedKey?

  @Flag(help: "Sign nothing, whatever git's settings say.")
  var noSign = false

  /// What the options ask for.
  var choice: SigningChoice {
    get throws {
      guard let sign else { return noSign ? .never : .configured }
      guard !noSign else { throw UsageError("--sign and --no-sign do not fit together.") }
      guard case .key(let text) = sign else { return .always(key: nil) }
      return .always(key: SigningOptions.path(text))
    }
  }

  /// Refuses `--sign=`, which the parser takes for `--sign`: an empty variable of a shell must not
  /// become the key of git's settings.
  static func refuseEmpty(_ arguments: [String]) throws {
    for word in arguments.prefix(while: { $0 != "--" }) where word == "--sign=" {
      throw UsageError(
        "--sign= names no key.",
        hint: "write --sign=KEY, or --sign alone for the key of user.signingKey")
    }
  }

  /// The options as words of a command line.
  var words: [String] {
    switch sign {
    case .key(let text): ["--sign=\(text)"]
    case .configured: ["--sign"]
    case nil: noSign ? ["--no-sign"] : []
    }
  }

  /// Shells leave the tilde of `--sign=~/key` as it is.
  static func path(_ text: String) -> String {
    guard text.hasPrefix("~/"), let home = Environment.value("HOME") else { return text }
    return home + text.dropFirst()
  }
}

/// What follows `--sign`.
enum NamedKey: ExpressibleByArgument, CustomStringConvertible {
  /// Nothing: the key that git's settings name.
  case configured
  /// A key, as it was given.
  case key(String)

  init(argument: String) { self = .key(argument) }

  /// What help shows as the default, which its text tells.
  var description: String {
    switch self {
    case .configured: ""
    case .key(let text): text
    }
  }
}
