import WritJSON
import WritPattern

extension SchemaCompiler {
  /// What the schema at a place says.
  mutating func rules(of place: SchemaLocation) throws(SchemaError) -> SchemaRules {
    let documentURI = resources.documentURIs[place.path.document]
    var rules = SchemaRules()
    switch place.value {
    case .bool(let verdict):
      rules.verdict = verdict
      return rules
    case .object(let schema):
      let reader = KeywordReader(
        schema: schema, place: place, documentURI: documentURI,
        dialect: resources.resources[place.resource].dialect)
      try addReferences(to: &rules, reader)
      if reader.dialect.refHidesSiblings, !rules.applicators.isEmpty { return rules }
      try addAssertions(to: &rules, reader)
      try addApplicators(to: &rules, reader)
      rules.annotations = annotations(reader)
      return rules
    default:
      throw SchemaError(
        .invalidKeyword,
        "A schema must be an object or a boolean, but here is \(Excerpt.of(place.value)).",
        in: documentURI, at: place.pointer)
    }
  }

  private mutating func addReferences(
    to rules: inout SchemaRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    if let reference = try reader.string("$ref", .core) {
      let target = try edge("$ref", reference: reference, from: reader.place)
      rules.applicators.append(.reference(target.edge))
    }
    guard reader.dialect.draft == .draft202012,
      let reference = try reader.string("$dynamicRef", .core)
    else { return }
    let target = try edge("$dynamicRef", reference: reference, from: reader.place)
    if let anchor = target.anchor {
      rules.applicators.append(.dynamicReference(target.edge, anchor: anchor))
    } else {
      rules.applicators.append(.reference(target.edge))
    }
  }

  private mutating func addAssertions(
    to rules: inout SchemaRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    rules.types = try types(reader)
    if let values = try reader.array("enum", .validation) {
      rules.values.append(AllowedValues(keyword: "enum", values: values))
    }
    if let value = reader.value("const", .validation) {
      rules.values.append(AllowedValues(keyword: "const", values: [value]))
    }
    rules.number = try numberRules(reader)
    rules.string = try stringRules(reader)
    rules.array = try arrayRules(reader)
    rules.object = try objectRules(reader)
  }

  private func types(_ reader: KeywordReader) throws(SchemaError) -> TypeSet? {
    guard let value = reader.value("type", .validation) else { return nil }
    let names = value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue)
    guard let names, value.stringValue != nil || names.count == value.arrayValue?.count else {
      throw reader.invalid("type", "a type name or an array of these", value)
    }
    var types: TypeSet = []
    for name in names {
      guard let type = TypeSet.named(name) else {
        throw reader.invalid("type", "one of the seven type names", .string(name))
      }
      types.insert(type)
    }
    return types
  }

  private func numberRules(_ reader: KeywordReader) throws(SchemaError) -> NumberRules? {
    var rules = NumberRules()
    rules.minimum = try reader.number("minimum").map(NumberRules.Bound.init)
    rules.maximum = try reader.number("maximum").map(NumberRules.Bound.init)
    rules.exclusiveMinimum = try reader.number("exclusiveMinimum").map(NumberRules.Bound.init)
    rules.exclusiveMaximum = try reader.number("exclusiveMaximum").map(NumberRules.Bound.init)
    if let number = try reader.number("multipleOf") {
      guard !number.isZero, !number.isNegative else {
        throw reader.invalid("multipleOf", "a number above 0", .number(number))
      }
      let divisor = Divisor(number)
      guard divisor.digitCount <= Divisor.mostDigits else {
        throw reader.invalid(
          "multipleOf", "a number of at most \(Divisor.mostDigits) digits", .number(number))
      }
      rules.divisor = divisor
    }
    return rules.isEmpty ? nil : rules
  }

  private func stringRules(_ reader: KeywordReader) throws(SchemaError) -> StringRules? {
    var rules = StringRules()
    rules.minimumLength = try reader.count("minLength")
    rules.maximumLength = try reader.count("maxLength")
    if let source = try reader.string("pattern", .validation) {
      rules.pattern = try pattern(source, at: ["pattern"], reader)
    }
    let dialect = reader.dialect
    let hasFormat = dialect.has(.formatAnnotation) || dialect.has(.formatAssertion)
    if hasFormat, let name = reader.schema["format"]?.stringValue,
      options.assertsFormat || dialect.assertsFormat
    {
      rules.format = SchemaFormat(rawValue: name)
    }
    // 2020-12 (section 8.2) forbids to judge content; draft-07 leaves it to the implementation.
    if dialect.draft == .draft7, options.assertsFormat {
      rules.content = StringContent(
        encoding: reader.schema["contentEncoding"]?.stringValue,
        mediaType: reader.schema["contentMediaType"]?.stringValue)
    }
    return rules.isEmpty ? nil : rules
  }

  /// A regular expression of the schema.
  func pattern(
    _ source: String, at tokens: [String], _ reader: KeywordReader
  ) throws(SchemaError) -> Pattern {
    do throws(PatternError) {
      return try Pattern(source, syntax: .ecma262)
    } catch {
      throw SchemaError(
        .invalidPattern,
        "The pattern \"\(source)\" cannot be used: \(error.message)",
        in: reader.documentURI, at: reader.place.path.appending(tokens).pointer(),
        hint: error.hint)
    }
  }

  /// The keywords that assert nothing and apply nothing.
  private func annotations(_ reader: KeywordReader) -> [(keyword: String, value: JSONValue)] {
    reader.schema.filter { !Self.assertingKeywords.contains($0.key) }
      .map { (keyword: $0.key, value: $0.value) }
  }

  private static let assertingKeywords = NameTable([
    "$anchor", "$comment", "$defs", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema",
    "$vocabulary", "additionalItems", "additionalProperties", "allOf", "anyOf", "const",
    "contains", "definitions", "dependencies", "dependentRequired", "dependentSchemas", "else",
    "enum", "exclusiveMaximum", "exclusiveMinimum", "if", "items", "maxContains", "maxItems",
    "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
    "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "patternProperties",
    "prefixItems", "properties", "propertyNames", "required", "then", "type", "unevaluatedItems",
    "unevaluatedProperties", "uniqueItems",
  ])
}
