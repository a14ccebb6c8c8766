import WritJSON

/// Where a schema keeps other schemas, by keyword.
///
/// Identifiers (`$id`, `$anchor`) count only in these places: the same text inside `enum`, `const`
/// or an unknown keyword is plain data.
enum SubschemaKeywords {
  /// What shape the value of a keyword has.
  enum Shape {
    /// One schema.
    case schema
    /// An array of schemas.
    case list
    /// An object whose values are schemas.
    case map
    /// A schema or an array of schemas (`items` of draft-07).
    case schemaOrList
    /// An object whose values are schemas or arrays of strings (`dependencies`).
    case mapOfSchemaOrNames
  }

  private static let common: [String: Shape] = [
    "additionalProperties": .schema, "allOf": .list, "anyOf": .list, "contains": .schema,
    "definitions": .map, "dependencies": .mapOfSchemaOrNames, "else": .schema, "if": .schema,
    "not": .schema, "oneOf": .list, "patternProperties": .map, "properties": .map,
    "propertyNames": .schema, "then": .schema,
  ]

  private static let draft7 = common.merging(
    ["additionalItems": .schema, "items": .schemaOrList], uniquingKeysWith: { $1 })

  private static let draft202012 = common.merging(
    [
      "$defs": .map, "contentSchema": .schema, "dependentSchemas": .map, "items": .schema,
      "prefixItems": .list, "unevaluatedItems": .schema, "unevaluatedProperties": .schema,
    ], uniquingKeysWith: { $1 })

  /// The shape of a keyword in a draft; nil when it holds no schema.
  static func shape(of keyword: String, in draft: Dialect.Draft) -> Shape? {
    draft == .draft7 ? draft7[keyword] : draft202012[keyword]
  }

  /// The schemas directly inside a schema, with the tokens that lead to them.
  static func children(
    of schema: JSONObject, in draft: Dialect.Draft
  ) -> [(tokens: [String], value: JSONValue)] {
    var found: [(tokens: [String], value: JSONValue)] = []
    for member in schema {
      guard let shape = shape(of: member.key, in: draft) else { continue }
      switch (shape, member.value) {
      case (.schema, _), (.schemaOrList, .object), (.schemaOrList, .bool):
        found.append(([member.key], member.value))
      case (.list, .array(let values)), (.schemaOrList, .array(let values)):
        for (index, value) in values.enumerated() {
          found.append(([member.key, String(index)], value))
        }
      case (.map, .object(let values)), (.mapOfSchemaOrNames, .object(let values)):
        for entry in values { found.append(([member.key, entry.key], entry.value)) }
      default: break
      }
    }
    return found
  }
}
