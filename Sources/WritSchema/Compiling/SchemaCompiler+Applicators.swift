import WritJSON

extension SchemaCompiler {
  /// The way to the schema of a keyword, if the keyword is there.
  mutating func edge(
    of keyword: String, _ reader: KeywordReader, _ vocabulary: Vocabulary = .applicator
  ) throws(SchemaError) -> SchemaEdge? {
    guard let value = reader.value(keyword, vocabulary) else { return nil }
    return try edge([keyword], to: value, from: reader.place)
  }

  /// The ways to the schemas of a keyword; none if the keyword is not there.
  mutating func edges(
    of keyword: String, _ reader: KeywordReader
  ) throws(SchemaError) -> [SchemaEdge] {
    var edges: [SchemaEdge] = []
    guard let values = try reader.array(keyword, .applicator) else { return [] }
    guard !values.isEmpty else { throw reader.invalid(keyword, "a list of schemas", .array([])) }
    for (index, value) in values.enumerated() {
      edges.append(try edge([keyword, String(index)], to: value, from: reader.place))
    }
    return edges
  }

  /// Adds what applies other schemas to the same instance.
  mutating func addApplicators(
    to rules: inout SchemaRules, _ reader: KeywordReader
  ) throws(SchemaError) {
    let all = try edges(of: "allOf", reader)
    if !all.isEmpty { rules.applicators.append(.all(all)) }
    let any = try edges(of: "anyOf", reader)
    if !any.isEmpty { rules.applicators.append(.any(any)) }
    let one = try edges(of: "oneOf", reader)
    if !one.isEmpty { rules.applicators.append(.one(one)) }
    if let negated = try edge(of: "not", reader) { rules.applicators.append(.not(negated)) }
    if let condition = try edge(of: "if", reader) {
      let then = try edge(of: "then", reader)
      let otherwise = try edge(of: "else", reader)
      rules.applicators.append(.condition(condition, then: then, else: otherwise))
    }
    guard reader.dialect.draft == .draft202012 else { return }
    rules.unevaluatedItems = try edge(of: "unevaluatedItems", reader, .unevaluated)
    rules.unevaluatedProperties = try edge(of: "unevaluatedProperties", reader, .unevaluated)
  }
}
