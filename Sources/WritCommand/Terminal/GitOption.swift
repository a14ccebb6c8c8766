/// An option of `git commit`, of those that tell what becomes of a message.
struct GitOption {
  /// The long name.
  let name: String
  /// What it was given.
  var value: String?

  /// Options that take a value, by their long names; git takes any beginning that is their own.
  private static let valued = [
    "message", "file", "author", "date", "template", "reuse-message", "reedit-message", "fixup",
    "squash", "cleanup", "trailer", "pathspec-from-file", "strategy", "strategy-option",
  ]
  private static let flags = ["amend", "edit", "no-edit", "verbose", "no-verbose"]
  private static let letters: [Character: String] = [
    "m": "message", "F": "file", "C": "reuse-message", "c": "reedit-message", "t": "template",
    "e": "edit", "v": "verbose",
  ]

  /// Reads the words behind a command, up to the first that is no option for sure.
  static func read(_ words: ArraySlice<String>) -> [GitOption] {
    var result: [GitOption] = []
    var rest = words
    while let word = rest.popFirst(), word != "--" {
      if word.hasPrefix("--") {
        guard var option = long(word.dropFirst(2)) else { continue }
        if option.value == nil, valued.contains(option.name) { option.value = rest.popFirst() }
        result.append(option)
      } else if word.hasPrefix("-") {
        result += cluster(word.dropFirst(), &rest)
      }
    }
    return result
  }

  private static func long(_ text: Substring) -> GitOption? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let begin = parts.first, begin.count > 1 else { return nil }
    let known = valued + flags
    guard
      let name = known.first(where: { $0 == begin }) ?? known.first(where: { $0.hasPrefix(begin) })
    else { return nil }
    return GitOption(name: name, value: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// Letters behind one hyphen: one that takes a value ends them.
  private static func cluster(
    _ letters: Substring, _ rest: inout ArraySlice<String>
  ) -> [GitOption] {
    var result: [GitOption] = []
    var left = letters
    while let letter = left.popFirst() {
      // These take what is behind them, and need nothing.
      if letter == "u" || letter == "S" { break }
      guard let name = GitOption.letters[letter] else { continue }
      guard valued.contains(name) else {
        result.append(GitOption(name: name))
        continue
      }
      result.append(GitOption(name: name, value: left.isEmpty ? rest.popFirst() : String(left)))
      break
    }
    return result
  }
}
