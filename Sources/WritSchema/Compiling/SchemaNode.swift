import WritJSON
import WritPattern

/// A way from a schema to a subschema.
struct SchemaEdge: Sendable {
  /// The index of the subschema among the nodes.
  let node: Int
  /// The part that the way adds to the evaluation path, as an escaped pointer: `/properties/name`.
  let path: String
}

/// One schema, ready to be applied: what it says, sorted by what it speaks of.
final class SchemaNode: Sendable {
  /// The absolute location: URI of the resource, `#`, and the pointer in it.
  let location: String
  /// The resource that the schema belongs to, for the dynamic scope.
  let resource: Int
  /// Where the schema stands, for reports on the schema itself.
  let place: SchemaLocation
  let rules: SchemaRules

  init(location: String, place: SchemaLocation, rules: SchemaRules) {
    self.location = location
    self.resource = place.resource
    self.place = place
    self.rules = rules
  }
}

/// The content of a schema; parts that it does not have are nil or empty.
struct SchemaRules: Sendable {
  /// The verdict of a boolean schema.
  var verdict: Bool?
  var types: TypeSet?
  var values: [AllowedValues] = []
  var number: NumberRules?
  var string: StringRules?
  var array: ArrayRules?
  var object: ObjectRules?
  /// What applies other schemas to the same instance.
  var applicators: [SchemaApplicator] = []
  var unevaluatedItems: SchemaEdge?
  var unevaluatedProperties: SchemaEdge?
  /// Keywords that assert nothing, by name.
  var annotations: [(keyword: String, value: JSONValue)] = []

  /// Whether the schema asks which parts of the instance other schemas have looked at.
  var needsMarks: Bool { unevaluatedItems != nil || unevaluatedProperties != nil }
}

/// A keyword that applies other schemas to the same instance.
enum SchemaApplicator: Sendable {
  case reference(SchemaEdge)
  /// A reference that looks for its anchor in the dynamic scope first.
  case dynamicReference(SchemaEdge, anchor: ByteString)
  case all([SchemaEdge])
  case any([SchemaEdge])
  case one([SchemaEdge])
  case not(SchemaEdge)
  case condition(SchemaEdge, then: SchemaEdge?, else: SchemaEdge?)

  /// The ways that lead to schemas for the same instance, whatever the dynamic scope is.
  var edges: [SchemaEdge] {
    switch self {
    case .reference(let edge), .not(let edge): [edge]
    case .dynamicReference: []
    case .all(let edges), .any(let edges), .one(let edges): edges
    case .condition(let condition, let then, let otherwise):
      [condition] + [then, otherwise].compactMap { $0 }
    }
  }
}
