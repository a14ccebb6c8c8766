public import WritJSON

/// One rule: what it asks of changes to the files that its paths match.
///
/// A class, as each judgement goes through all rules, and what they hold would be counted in and out.
public final class Rule: Sendable {
  /// The name that refusals tell.
  public let name: String
  /// What the rule is for.
  public let summary: String?
  /// The path patterns as written.
  public let paths: [String]
  /// The intents that the rule speaks of, or nil for all.
  public let intents: [Intent]?
  /// The metadata that must be there.
  public let required: [MetadataField]
  /// How many days ahead a review date may lie, or nil for any number.
  public let reviewWithinDays: Int?
  /// The limits on numbers.
  public let limits: [Limit]
  /// The form of the documents, or nil.
  public let schema: SchemaRequirement?
  /// What must be true of a change.
  public let conditions: [Condition]
  /// The gate that must let a change pass, or nil.
  public let gate: String?
  /// How many must have approved a change, or nil.
  public let approvals: ApprovalRequirement?
  /// Whether the approval of who acts or signs is refused.
  public let separatesDuty: Bool
  /// Whose signature the commit must bear, or nil.
  public let signature: SignatureRequirement?
  /// What automations may do; nil when the rule does not say.
  public let automation: [AutomationGrant]?
  /// When nothing is changed.
  public let freezes: [Freeze]
  /// Whether a break-glass approval stands in for approvals, separation of duty, freezes and gate.
  public let allowsBreakGlass: Bool
  /// Where in `governance/rules.json` the rule stands.
  public let place: JSONPointer

  private let patterns: [PathPattern]

  private static let known = [
    "name", "description", "paths", "intents", "require", "reviewWithinDays", "limits", "schema",
    "conditions", "gate", "approvals", "separationOfDuty", "signature", "automation", "freeze",
    "breakGlass",
  ]

  init(
    _ value: JSONValue, at pointer: JSONPointer, _ library: SchemaLibrary
  ) throws(PolicyError) {
    let form = try Form(value, Rules.path, at: pointer, known: Rule.known)
    place = pointer
    name = try Rule.name(form)
    summary = try form.optionalString("description")
    paths = try form.strings("paths")
    patterns = try Rule.patterns(form, paths)
    intents = try Intent.list(form, "intents")
    required = try Rule.required(form, name)
    reviewWithinDays = try form.optionalInt("reviewWithinDays", in: 1...36_500)
    limits = try Rule.limits(form)
    schema = try SchemaRequirement.read(form, library)
    conditions = try Condition.read(form)
    gate = try form.optionalName("gate")
    approvals = try ApprovalRequirement.read(form)
    separatesDuty = try form.optionalBool("separationOfDuty") ?? false
    signature = try SignatureRequirement.read(form)
    automation = try AutomationGrant.read(form)
    freezes = try Freeze.read(form)
    allowsBreakGlass = try form.optionalBool("breakGlass") ?? false
  }

  private static func name(_ form: Form) throws(PolicyError) -> String {
    let name = try form.string("name")
    guard !name.isEmpty else { throw form.wrong("name", "a name") }
    return try form.sentence("name")
  }

  private static func patterns(
    _ form: Form, _ paths: [String]
  ) throws(PolicyError) -> [PathPattern] {
    guard !paths.isEmpty else { throw form.wrong("paths", "an array of at least one path pattern") }
    var patterns: [PathPattern] = []
    for path in paths { patterns.append(PathPattern(try Rules.glob(path, form, "paths"))) }
    return patterns
  }

  private static func required(
    _ form: Form, _ name: String
  ) throws(PolicyError) -> [MetadataField] {
    var required: [MetadataField] = []
    for text in try form.strings("require") {
      guard let field = MetadataField(rawValue: text) else {
        let known = MetadataField.allCases.map(\.rawValue).joined(separator: ", ")
        throw PolicyError(
          .form, "Rule '\(name)' requires '\(text.oneLine)', which is no metadata.",
          pointer: form.place("require").description, hint: "known: \(known)")
      }
      required.append(field)
    }
    return required
  }

  private static func limits(_ form: Form) throws(PolicyError) -> [Limit] {
    var limits: [Limit] = []
    for (index, element) in try form.array("limits").enumerated() {
      limits.append(try Limit(element, at: form.place("limits").appending(index)))
    }
    return limits
  }

  /// Whether the paths match a file.
  public func matches(_ path: String) -> Bool { patterns.contains { $0.matches(path) } }

  /// The first pattern that matches a file, or nil.
  public func pattern(matching path: String) -> String? {
    patterns.first { $0.matches(path) }?.text
  }

  /// Whether the rule speaks of changes with an intent.
  public func speaks(of intent: Intent) -> Bool { intents?.contains(intent) ?? true }
}
