public import WritJSON

/// Proposes a schema from values of a policy.
///
/// The proposal takes every value it was made from. It says what the values have in common and
/// nothing that one odd value would overturn: bounds of numbers are told in a comment only.
public enum SchemaInference {
  /// A 2020-12 schema for values, the same for the same values.
  ///
  /// - Parameter values: the present and past values of one policy, in any order; the order of
  ///   names in the proposal is that of their first appearance.
  public static func infer(from values: [JSONValue]) -> JSONValue {
    var schema = JSONObject([(key: "$schema", value: .string(Dialect.Draft.draft202012.rawValue))])
    for member in self.schema(for: values) { schema[member.key] = member.value }
    return .object(schema)
  }

  /// The schema for all values that were seen at one place.
  static func schema(for values: [JSONValue]) -> JSONObject {
    var schema = JSONObject()
    let types = typeNames(of: values)
    if types.isEmpty { return schema }
    schema["type"] = types.count == 1 ? .string(types[0]) : .array(types.map(JSONValue.string))
    for member in StringProposal(values.compactMap(\.stringValue), isAlone: types == ["string"])
      .keywords
    {
      schema[member.key] = member.value
    }
    if let comment = range(of: values.compactMap(\.numberValue)) {
      schema["$comment"] = .string(comment)
    }
    add(keywords(forArrays: values.compactMap(\.arrayValue)), to: &schema)
    add(ObjectProposal(values.compactMap(\.objectValue)).keywords, to: &schema)
    return schema
  }

  private static func add(_ keywords: JSONObject, to schema: inout JSONObject) {
    for member in keywords { schema[member.key] = member.value }
  }

  private static func typeNames(of values: [JSONValue]) -> [String] {
    var types: TypeSet = []
    for value in values {
      switch value {
      case .null: types.insert(.null)
      case .bool: types.insert(.boolean)
      case .string: types.insert(.string)
      case .array: types.insert(.array)
      case .object: types.insert(.object)
      case .number(let number): types.insert(number.isWhole ? .integer : .number)
      }
    }
    if types.contains(.number) { types.remove(.integer) }
    return types.names
  }

  /// A remark on the smallest and largest number.
  private static func range(of numbers: [JSONNumber]) -> String? {
    guard let least = numbers.min(), let largest = numbers.max() else { return nil }
    return least == largest ? "seen: \(least.text)" : "seen: \(least.text) to \(largest.text)"
  }

  private static func keywords(forArrays arrays: [[JSONValue]]) -> JSONObject {
    var keywords = JSONObject()
    let elements = arrays.flatMap { $0 }
    guard !elements.isEmpty else { return keywords }
    keywords["items"] = .object(schema(for: elements))
    if let key = identity(in: arrays) { keywords["x-writ-key"] = .string(key) }
    return keywords
  }

  /// The name of the member that tells the elements of every array apart, if there is one.
  private static func identity(in arrays: [[JSONValue]]) -> String? {
    JSONIdentity.default.keys.first { name in
      arrays.contains { $0.count > 1 }
        && arrays.allSatisfy { elements in
          let keys = elements.compactMap { $0[name] }.filter { $0.kind == .string }
          return keys.count == elements.count && Set(keys).count == keys.count
        }
    }
  }
}
