import WritJSON
import WritPattern

extension SchemaCompiler {
  /// What a schema says about arrays.
  mutating func arrayRules(_ reader: KeywordReader) throws(SchemaError) -> ArrayRules? {
    var rules = ArrayRules()
    rules.minimumCount = try reader.count("minItems")
    rules.maximumCount = try reader.count("maxItems")
    rules.mustDiffer = try reader.bool("uniqueItems", .validation) ?? false
    if reader.dialect.draft == .draft7 {
      try addDraft7Items(to: &rules, reader)
    } else {
      rules.prefix = try edges(of: "prefixItems", reader)
      rules.rest = try edge(of: "items", reader)
    }
    rules.contains = try contains(reader)
    return rules.isEmpty ? nil : rules
  }

  private mutating func addDraft7Items(
    to rules: inout ArrayRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    if case .array = reader.schema["items"] {
      rules.prefix = try edges(of: "items", reader)
      rules.rest = try edge(of: "additionalItems", reader)
    } else {
      rules.rest = try edge(of: "items", reader)
    }
  }

  private mutating func contains(
    _ reader: KeywordReader
  ) throws(SchemaError) -> ArrayRules.Contains? {
    guard let edge = try edge(of: "contains", reader) else { return nil }
    guard reader.dialect.draft == .draft202012 else {
      return ArrayRules.Contains(edge: edge, minimum: 1, maximum: nil, marks: false)
    }
    return ArrayRules.Contains(
      edge: edge, minimum: try reader.count("minContains") ?? 1,
      maximum: try reader.count("maxContains"), marks: true)
  }

  /// What a schema says about objects.
  mutating func objectRules(_ reader: KeywordReader) throws(SchemaError) -> ObjectRules? {
    var rules = ObjectRules()
    rules.minimumCount = try reader.count("minProperties")
    rules.maximumCount = try reader.count("maxProperties")
    if let required = reader.value("required", .validation) {
      rules.required = try reader.names(required, of: "required")
    }
    try addProperties(to: &rules, reader)
    for member in try reader.object("patternProperties", .applicator) ?? [:] {
      let pattern = try pattern(member.key, at: ["patternProperties", member.key], reader)
      let edge = try edge(["patternProperties", member.key], to: member.value, from: reader.place)
      rules.patterns.append(ObjectRules.PatternRule(pattern: pattern, edge: edge))
    }
    rules.additional = try edge(of: "additionalProperties", reader)
    rules.propertyNames = try edge(of: "propertyNames", reader)
    try addDependencies(to: &rules, reader)
    return rules.isEmpty ? nil : rules
  }

  private mutating func addProperties(
    to rules: inout ObjectRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    let properties = try reader.object("properties", .applicator) ?? [:]
    var names: [String] = []
    for member in properties {
      names.append(member.key)
      rules.properties.append(
        try edge(["properties", member.key], to: member.value, from: reader.place))
    }
    var known = Set(names.map(ByteString.init))
    var required: Set<ByteString> = []
    rules.required = rules.required.filter { required.insert(ByteString($0)).inserted }
    for name in rules.required where known.insert(ByteString(name)).inserted { names.append(name) }
    rules.isRequired = names.map { required.contains(ByteString($0)) }
    rules.names = NameTable(names)
  }

  private mutating func addDependencies(
    to rules: inout ObjectRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    // 2020-12 reads "dependencies" too, as its meta-schema describes it for the transition.
    for member in try reader.object("dependencies", .applicator) ?? [:] {
      var rule = ObjectRules.Dependency(keyword: "dependencies", name: member.key)
      if case .array = member.value {
        rule.required = try reader.names(member.value, of: "dependencies")
      } else {
        rule.schema = try edge(["dependencies", member.key], to: member.value, from: reader.place)
      }
      rules.dependencies.append(rule)
    }
    guard reader.dialect.draft == .draft202012 else { return }
    for member in try reader.object("dependentRequired", .validation) ?? [:] {
      rules.dependencies.append(
        ObjectRules.Dependency(
          keyword: "dependentRequired", name: member.key,
          required: try reader.names(member.value, of: "dependentRequired")))
    }
    for member in try reader.object("dependentSchemas", .applicator) ?? [:] {
      let edge = try edge(["dependentSchemas", member.key], to: member.value, from: reader.place)
      rules.dependencies.append(
        ObjectRules.Dependency(keyword: "dependentSchemas", name: member.key, schema: edge))
    }
  }
}
