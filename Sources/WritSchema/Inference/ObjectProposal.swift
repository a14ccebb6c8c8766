import WritJSON

/// What the objects at one place have in common.
struct ObjectProposal {
  /// From this many different names on, an object may be a map whose names are data.
  private static let fewestMapNames = 12

  private let objects: [JSONObject]
  /// The different names in the order of their first appearance.
  private var names: [String] = []
  private var values: [ByteString: [JSONValue]] = [:]

  /// - Parameter objects: all objects seen at the place.
  init(_ objects: [JSONObject]) {
    self.objects = objects
    for member in objects.lazy.flatMap(\.members) {
      let name = ByteString(member.key)
      if values[name] == nil { names.append(member.key) }
      values[name, default: []].append(member.value)
    }
  }

  /// `properties`, `required` and a closed end for records; one schema for all members of a map.
  var keywords: JSONObject {
    guard !objects.isEmpty, !names.isEmpty else { return [:] }
    if isMap {
      let all = objects.flatMap(\.values)
      return ["additionalProperties": .object(SchemaInference.schema(for: all))]
    }
    var properties = JSONObject()
    for name in names {
      let schema = SchemaInference.schema(for: values[ByteString(name)] ?? [])
      properties[name] = .object(schema)
    }
    var keywords: JSONObject = ["properties": .object(properties)]
    let required = names.filter { values[ByteString($0)]?.count == objects.count }
    if !required.isEmpty { keywords["required"] = .array(required.map(JSONValue.string)) }
    keywords["additionalProperties"] = false
    return keywords
  }

  /// Whether the names are data: many, with values of one kind, and most not in every object; or
  /// so many objects by name that nobody would write each of them into a schema.
  private var isMap: Bool {
    guard names.count >= Self.fewestMapNames, let kind = objects.first?.values.first?.kind,
      objects.allSatisfy({ $0.values.allSatisfy { $0.kind == kind } })
    else { return false }
    if kind == .object, names.count >= Self.fewestMapNames * 2 { return true }
    let constant = names.count { values[ByteString($0)]?.count == objects.count }
    return constant * 2 < names.count
  }
}
