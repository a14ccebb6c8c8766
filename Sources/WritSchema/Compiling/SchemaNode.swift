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
///
/// The parts are held by reference, so that applying a schema, which recurses, keeps its frames
/// small.
final class SchemaNode: Sendable {
  /// The URI of the resource, and how deep in its document it begins.
  private let uri: String
  private let rootDepth: Int
  /// The resource that the schema belongs to, for the dynamic scope.
  let resource: Int
  /// Where the schema stands, for reports on the schema itself.
  let place: SchemaLocation
  /// The verdict of a boolean schema.
  let verdict: Bool?
  let types: TypeSet?
  let values: [AllowedValues]
  let number: Shared<NumberRules>?
  let string: Shared<StringRules>?
  let array: Shared<ArrayRules>?
  let object: Shared<ObjectRules>?
  let applicators: [SchemaApplicator]
  let unevaluatedItems: SchemaEdge?
  let unevaluatedProperties: SchemaEdge?
  let annotations: [(keyword: String, value: JSONValue)]
  /// Whether the schema asks which parts of the instance other schemas have looked at.
  let needsMarks: Bool

  /// The absolute location: URI of the resource, `#`, and the pointer in it.
  var location: String {
    uri + "#" + place.path.pointer(from: rootDepth).description.percentEncodedForFragment
  }

  init(uri: String, rootDepth: Int, place: SchemaLocation, rules: SchemaRules) {
    self.uri = uri
    self.rootDepth = rootDepth
    self.resource = place.resource
    self.place = place
    verdict = rules.verdict
    types = rules.types
    values = rules.values
    number = rules.number.map(Shared.init)
    string = rules.string.map(Shared.init)
    array = rules.array.map(Shared.init)
    object = rules.object.map(Shared.init)
    applicators = rules.applicators
    unevaluatedItems = rules.unevaluatedItems
    unevaluatedProperties = rules.unevaluatedProperties
    annotations = rules.annotations
    needsMarks = unevaluatedItems != nil || unevaluatedProperties != nil
  }
}

/// A value behind a reference.
final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
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
