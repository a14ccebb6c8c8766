/// Whether a command signs the commits and tags that it makes.
public enum SigningChoice: Sendable, Equatable {
  /// As git's settings `commit.gpgSign` and `tag.gpgSign` say.
  case configured
  /// Not at all.
  case never
  /// With this key, or with the one that git's settings name.
  case always(key: String?)
}

/// A key as git's setting `user.signingKey` and the options of commands name it.
struct SigningKey: Sendable, Equatable {
  /// The key's file, private or public, or the text of a public key whose private part an agent
  /// has.
  enum Form: Sendable, Equatable {
    case file(String)
    case literal(String)
  }

  let form: Form

  /// A text that begins with `key::` or `ssh-` is a key; anything else is a path.
  init(_ text: String) {
    if text.utf8.starts(with: "key::".utf8) {
      form = .literal(String(text.dropFirst(5)))
    } else if text.utf8.starts(with: "ssh-".utf8) {
      form = .literal(text)
    } else {
      form = .file(text)
    }
  }
}
