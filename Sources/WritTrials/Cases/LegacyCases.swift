/// Cases that are made of the files of older projects, the same ones every time.
public enum LegacyCases {
  /// A file of a project.
  public struct File: Sendable {
    /// The path below the root, with slashes.
    public let path: String
    /// The content, as much of it as is needed.
    public let bytes: [UInt8]

    /// Makes a file from its parts.
    public init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// The members that an answer must have.
  public static let keys = ["summary", "entities", "risks", "action_items"]
  /// A text with fewer characters makes no case.
  public static let shortest = 120

  private static let endings: Set<String> = [
    "py", "pyi", "js", "jsx", "ts", "tsx", "go", "rs", "java", "kt", "cs", "md", "txt", "toml",
    "yml", "yaml", "json", "sql", "sh", "ps1", "rb", "php", "html", "css", "swift", "c", "h", "cpp",
  ]

  /// Whether a file is read at all, by the ending of its name.
  public static func isText(_ path: String) -> Bool {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return endings.contains(String(path[path.index(after: dot)...]).lowercased())
  }

  /// Whether a file lies in a folder that the project did not write: one that is hidden, built or
  /// brought in.
  public static func isForeign(_ path: String) -> Bool {
    let brought: Set<String> = ["node_modules", "build", "dist", "target", "vendor", "__pycache__"]
    return path.split(separator: "/").dropLast().contains { part in
      part.utf8.first == UInt8(ascii: ".") || brought.contains(String(part))
    }
  }

  /// The case that a file makes, or nil when it is too short or has too few words of its own.
  ///
  /// - Parameters:
  ///   - root: the name of the project's folder, for the id.
  ///   - characters: how much of the file the model is shown.
  public static func make(of file: File, root: String, characters: Int) -> TrialCase? {
    let text = snippet(file.bytes, characters)
    guard text.unicodeScalars.count(where: { !$0.properties.isWhitespace }) > 0,
      trimmedCount(text) >= shortest
    else { return nil }
    let keywords = keywords(in: text)
    guard keywords.count >= 3 else { return nil }
    var checks = AnswerChecks()
    checks.needsJSON = true
    checks.requiredKeys = keys
    checks.keywords = keywords
    checks.minWords = 20
    let prompt = """
      Read this part of a file of an older project and say what is worth remembering of it. Answer \
      with one JSON object that has the members summary, entities, risks and action_items, and \
      with nothing else.
      path: \(file.path)
      content:
      \(text)
      """
    return TrialCase(
      id: "\(root):\(file.path)", category: "legacy_ingestion", prompt: prompt, checks: checks,
      sourcePath: file.path)
  }

  /// The first characters of a file, with line feeds alone; what is not UTF-8 is left out.
  private static func snippet(_ bytes: [UInt8], _ characters: Int) -> String {
    // A character has at most four bytes, and one that is cut off at the end is no mistake.
    let text = String(decoding: bytes.prefix(characters * 4 + 4), as: UTF8.self)
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars where scalar != "\r" && scalar != "\u{FFFD}" {
      guard count < characters else { break }
      result.append(scalar)
      count += 1
    }
    return String(result)
  }

  /// How many characters the text has without the blanks around it.
  private static func trimmedCount(_ text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
    let end = scalars.lastIndex { !$0.properties.isWhitespace } ?? start
    return end - start + 1
  }

  private static let common: Set<String> = [
    "that", "this", "with", "from", "return", "class", "function", "const", "let", "var", "true",
    "false", "null", "none", "void", "async", "await", "import", "export", "default", "global",
    "project", "memory",
  ]

  /// The three to six words that stand in a text most often; those of one count in their order.
  static func keywords(in text: String) -> [String] {
    var counts: [String: Int] = [:]
    for word in Words.of(text) where word.utf8.count >= 4 && !common.contains(word) {
      counts[word, default: 0] += 1
    }
    let ranked = counts.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    return ranked.count < 3 ? [] : ranked.prefix(6).map(\.key)
  }
}

/// Words of a text.
enum Words {
  /// Runs of ASCII letters, digits and underscores, in lower case.
  static func of(_ text: String) -> [String] {
    text.utf8.split { byte in
      !((0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
        || (0x61...0x7A).contains(byte))
    }.map { String(decoding: Array($0), as: UTF8.self).lowercased() }
  }
}
