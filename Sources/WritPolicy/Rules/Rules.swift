public import WritJSON

/// The rules of a repository, read from `governance/rules.json`.
///
/// Rules of which any part has not its form are not rules at all: nothing is ever judged by a part
/// of them. Schemas are compiled when the rules are read, conditions once they are first asked, or
/// at once where the reading is strict.
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
  /// Whether a condition may look at artifacts, so that their content is worth reading.
  public let readEvidence: Bool

  private let protectedPatterns: [Glob]

  /// How rules are read.
  public enum Reading: Sendable {
    /// Every condition must be an expression: how rules are read that are to come into force.
    case strict
    /// A condition that is none leaves what it is asked about undecided: how rules in force are read.
    case inForce
  }

  /// Reads the rules.
  ///
  /// Every member must be known: a misspelled limit is an error, not no limit. An error tells line
  /// and column.
  ///
  /// - Parameter schemas: the files below `governance/schemas/` of the same commit; none are needed
  ///   where `namesSchemas` says so.
  public init(
    _ document: JSONDocument, schemas: [GovernanceSchema], reading: Reading = .strict
  ) throws(PolicyError) {
    do throws(PolicyError) {
      try self.init(document.value, schemas: schemas, reading: reading)
    } catch {
      throw error.located(in: document)
    }
  }

  /// Reads the rules where their text is not at hand.
  public init(
    _ document: JSONValue, schemas: [GovernanceSchema], reading: Reading = .strict
  ) throws(PolicyError) {
    let form = try Form(
      document, Rules.path,
      known: ["$schema", "version", "description", "protected", "checkpoints", "evidence", "rules"])
    try form.requireVersion(Rules.version)
    _ = try form.optionalString("$schema")
    _ = try form.optionalString("description")
    protectedBranches = try form.strings("protected")
    var patterns: [Glob] = []
    for name in protectedBranches { patterns.append(try Rules.glob(name, form, "protected")) }
    protectedPatterns = patterns
    let checkpoints = try Form(
      form.value("checkpoints") ?? [:], Rules.path, at: form.place("checkpoints"), known: ["keep"])
    checkpointsKept = try checkpoints.optionalInt("keep", in: 1...100_000) ?? 1_000
    let evidence = try Form(
      form.value("evidence") ?? [:], Rules.path, at: form.place("evidence"), known: ["maxBytes"])
    evidenceLimit = try evidence.optionalInt("maxBytes", in: 1...(1 << 30)) ?? 64 << 20
    rules = try Rules.readRules(form, SchemaLibrary(schemas))
    readEvidence = rules.contains { $0.conditions.contains { $0.mayUse("evidence") } }
    if reading == .strict { try requireConditions() }
  }

  /// Refuses rules of which a condition is no expression.
  public func requireConditions() throws(PolicyError) {
    for rule in rules { for condition in rule.conditions { _ = try condition.program() } }
  }

  /// Whether a document of rules names any schema.
  public static func namesSchemas(_ document: JSONValue) -> Bool {
    document["rules"]?.arrayValue?.contains { $0["schema"] != nil } ?? false
  }

  private static func readRules(
    _ form: Form, _ library: SchemaLibrary
  ) throws(PolicyError) -> [Rule] {
    var result: [Rule] = []
    for (index, element) in try form.array("rules").enumerated() {
      let rule = try Rule(element, at: form.place("rules").appending(index), library)
      if result.contains(where: { $0.name.hasSameBytes(as: rule.name) }) {
        throw PolicyError(
          .form, "governance/rules.json has two rules named '\(rule.name)'.",
          pointer: form.place("rules").appending(index).description,
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

  /// The rules that speak for a file, each with the pattern that matches it.
  public func speaking(for path: String) -> [(rule: Rule, pattern: String)] {
    rules.compactMap { rule in rule.pattern(matching: path).map { (rule, $0) } }
  }

  /// Whether a branch, by its full name, is protected.
  public func protects(_ branch: String) -> Bool {
    protectedPatterns.contains { $0.matches(branch) }
  }

  /// The gates that rules ask about a change of some files, each once.
  public func gates(askedOf paths: [String], _ intent: Intent) -> [String] {
    guard rules.contains(where: { $0.gate != nil }) else { return [] }
    let asking = rules.filter { rule in
      rule.speaks(of: intent) && paths.contains { rule.matches($0) }
    }
    return asking.compactMap(\.gate).reduce(into: []) { names, name in
      if !names.contains(where: { $0.hasSameBytes(as: name) }) { names.append(name) }
    }
  }
}
