public import WritJSON

/// The rules of a repository, read from `governance/rules.json`.
public struct Rules: Sendable {
  /// Where the rules are kept.
  public static let path = "governance/rules.json"
  /// The format that this writ reads and writes.
  public static let version = 1

  /// The full names of the protected branches; `*` and `**` as in paths.
  public let protectedBranches: [String]
  /// How many automatic checkpoint tags are kept.
  public let checkpointsKept: Int
  /// How many bytes an artifact may have.
  public let evidenceLimit: Int
  /// The rules, in the order of the file.
  public let rules: [Rule]

  private let protectedPatterns: [Glob]

  /// Reads the rules.
  ///
  /// Every member must be known: a misspelled limit is an error, not no limit.
  public init(_ document: JSONValue) throws(PolicyError) {
    let form = try Form(
      document, "governance/rules.json",
      known: ["$schema", "version", "description", "protected", "checkpoints", "evidence", "rules"])
    try form.requireVersion(Rules.version)
    protectedBranches = try form.strings("protected")
    var patterns: [Glob] = []
    for name in protectedBranches { patterns.append(try Rules.glob(name, form, "protected")) }
    protectedPatterns = patterns
    let checkpoints = try Form(
      form.value("checkpoints") ?? [:], "governance/rules.json", at: form.place("checkpoints"),
      known: ["keep"])
    checkpointsKept = try checkpoints.optionalInt("keep", in: 1...100_000) ?? 1_000
    let evidence = try Form(
      form.value("evidence") ?? [:], "governance/rules.json", at: form.place("evidence"),
      known: ["maxBytes"])
    evidenceLimit = try evidence.optionalInt("maxBytes", in: 1...(1 << 30)) ?? 64 << 20
    rules = try Rules.readRules(form)
  }

  private static func readRules(_ form: Form) throws(PolicyError) -> [Rule] {
    var result: [Rule] = []
    for (index, element) in try form.array("rules").enumerated() {
      let rule = try Rule(element, at: form.place("rules").appending(String(index)))
      if result.contains(where: { $0.name.utf8.elementsEqual(rule.name.utf8) }) {
        throw PolicyError(
          .form, "governance/rules.json has two rules named '\(rule.name)'.",
          pointer: form.place("rules").appending(String(index)).description,
          hint: "refusals name the rule, so give each its own name")
      }
      result.append(rule)
    }
    return result
  }

  static func glob(_ text: String, _ form: Form, _ key: String) throws(PolicyError) -> Glob {
    do throws(GlobError) {
      return try Glob(text)
    } catch {
      throw PolicyError(
        .form, error.sentence, pointer: form.place(key).description, hint: error.hint)
    }
  }

  /// The rules that speak for a file.
  public func speaking(for path: String) -> [Rule] { rules.filter { $0.matches(path) } }

  /// Whether a branch, by its full name, is protected.
  public func protects(_ branch: String) -> Bool {
    protectedPatterns.contains { $0.matches(branch) }
  }
}
