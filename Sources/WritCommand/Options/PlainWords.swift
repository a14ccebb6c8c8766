/// The words of a command line in their plainest form: `--name value`, `--name=value`, `--flag`
/// and values without a name.
struct PlainWords {
  // Lists, as the first dictionary of a process costs more than the search of a few words.
  private var values: [(name: String, value: String)] = []
  private var flags: [String] = []
  /// The values without a name.
  private(set) var positional: [String] = []

  /// Reads words whose options and flags are all known; nil for anything that is less plain, which
  /// is left to the parser of the command.
  init?(_ words: ArraySlice<String>, options: [String], flags known: [String]) {
    var rest = words
    while let word = rest.popFirst() {
      guard word.utf8.first == UInt8(ascii: "-") else {
        positional.append(word)
        continue
      }
      if known.contains(word) {
        flags.append(word)
        continue
      }
      let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
      let name = equals.map { String(word[..<$0]) } ?? word
      guard options.contains(name) else { return nil }
      if let equals {
        let value = word[word.utf8.index(after: equals)...]
        guard !value.isEmpty else { return nil }
        values.append((name, String(value)))
      } else {
        guard let value = rest.popFirst(), let first = value.utf8.first,
          first != UInt8(ascii: "-")
        else { return nil }
        values.append((name, value))
      }
    }
  }

  /// All values of an option, in order.
  func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

  /// The value of an option; the last one counts.
  func last(_ name: String) -> String? { values.last { $0.name == name }?.value }

  /// Whether a flag is given.
  func has(_ flag: String) -> Bool { flags.contains(flag) }
}
