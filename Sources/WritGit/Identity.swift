extension Repository {
  /// The name and mail address that git would use for a commit, or nil when the configuration names
  /// none or a name without a letter.
  ///
  /// `role` is `author` or `committer`, whose own settings come before `user.*`.
  public func configuredIdentity(role: String) throws(GitError) -> (name: String, mail: String)? {
    let settings = try configuration()
    var name = try settings.string("\(role).name")
    if name == nil { name = try settings.string("user.name") }
    var mail = try settings.string("\(role).email")
    if mail == nil { mail = try settings.string("user.email") }
    guard let name, let mail else { return nil }
    let cleaned = (name: Signature.cleaned(name), mail: Signature.cleaned(mail))
    return cleaned.name.isEmpty ? nil : cleaned
  }
}

extension Signature {
  /// The text without what git leaves out of a signature: angle brackets, line feeds, NUL, and
  /// leading or trailing punctuation.
  public static func cleaned(_ text: String) -> String {
    let kept = text.utf8.filter { $0 >= 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    var rest = kept[...]
    while let first = rest.first, crud.contains(first) { rest = rest.dropFirst() }
    while let last = rest.last, crud.contains(last) { rest = rest.dropLast() }
    return String(decoding: rest, as: UTF8.self)
  }

  private static let crud = Set(" .,:;\"\\'".utf8)
}
