/// The words of the command line.
enum Arguments {
  /// The words after the program's name.
  ///
  /// - Throws: for a word that is not UTF-8: the standard library would put U+FFFD into it, and a
  ///   value that nobody gave would be written.
  static func given() throws -> [String] {
    var words: [String] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[index] else { break }
      guard let text = String(validatingCString: word) else {
        throw UsageError(
          "'\(String(cString: word))' on the command line is not UTF-8.",
          hint: "names, values and paths are given in UTF-8")
      }
      words.append(text)
    }
    return words
  }
}
