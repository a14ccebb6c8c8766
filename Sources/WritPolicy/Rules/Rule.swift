internal import WritJSON

/// One rule: what it asks of changes to the files that its paths match.
public struct Rule: Sendable {
  /// The name that refusals tell.
  public let name: String
  /// What the rule is for.
  public let summary: String?
  /// The path patterns as written.
  public let paths: [String]
  /// The metadata that must be there.
  public let required: [MetadataField]
  /// How many days ahead a review date may lie, or nil for any number.
  public let reviewWithinDays: Int?
  /// The limits on numbers.
  public let limits: [Limit]

  private let patterns: [Glob]

  init(_ value: JSONValue, at pointer: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "governance/rules.json", at: pointer,
      known: ["name", "description", "paths", "require", "reviewWithinDays", "limits"])
    name = try form.string("name")
    guard !name.isEmpty else { throw form.wrong("name", "a name") }
    summary = try form.optionalString("description")
    paths = try form.strings("paths")
    guard !paths.isEmpty else { throw form.wrong("paths", "an array of at least one path pattern") }
    var patterns: [Glob] = []
    for path in paths { patterns.append(try Rules.glob(path, form, "paths")) }
    self.patterns = patterns
    var required: [MetadataField] = []
    for text in try form.strings("require") {
      guard let field = MetadataField(rawValue: text) else {
        let known = MetadataField.allCases.map(\.rawValue).joined(separator: ", ")
        throw PolicyError(
          .form, "Rule '\(name)' requires '\(text)', which is no metadata.",
          pointer: form.place("require").description, hint: "known: \(known)")
      }
      required.append(field)
    }
    self.required = required
    reviewWithinDays = try form.optionalInt("reviewWithinDays", in: 1...36_500)
    var limits: [Limit] = []
    for (index, element) in try form.array("limits").enumerated() {
      limits.append(try Limit(element, at: form.place("limits").appending(String(index))))
    }
    self.limits = limits
  }

  /// Whether the rule speaks for a file.
  public func matches(_ path: String) -> Bool { patterns.contains { $0.matches(path) } }
}
