import WritJSON
import WritPattern

/// What a schema says about objects.
struct ObjectRules: Sendable {
  /// A schema for members whose name matches.
  struct PatternRule: Sendable {
    let pattern: Pattern
    let edge: SchemaEdge
  }

  /// What the presence of one member asks for.
  struct Dependency: Sendable {
    let keyword: String
    let name: String
    var required: [String] = []
    var schema: SchemaEdge?
  }

  var minimumCount: Int?
  var maximumCount: Int?
  /// The names that `properties` or `required` know.
  var names = NameTable([])
  /// The schemas of the first names in the table; the names after them are only required.
  var properties: [SchemaEdge] = []
  /// Whether each name in the table must be there.
  var isRequired: [Bool] = []
  /// The names that must be there, in the schema's order.
  var required: [String] = []
  var patterns: [PatternRule] = []
  /// The schema for all members that neither a name nor a pattern covers.
  var additional: SchemaEdge?
  var propertyNames: SchemaEdge?
  var dependencies: [Dependency] = []

  var isEmpty: Bool {
    minimumCount == nil && maximumCount == nil && names.isEmpty && patterns.isEmpty
      && additional == nil && propertyNames == nil && dependencies.isEmpty
  }

  /// Whether any rule looks at the members one by one.
  var hasMemberRules: Bool {
    !names.isEmpty || !patterns.isEmpty || additional != nil || propertyNames != nil
  }
}
