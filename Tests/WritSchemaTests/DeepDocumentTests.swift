import Testing
import WritJSON

@testable import WritSchema

/// Documents as deep as the reader takes, under schemas that go along with them.
@Suite struct DeepDocumentTests {
  /// A schema that refers to itself, and what one level of its documents looks like.
  struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    let schema: String
    let open: String
    let close: String
    var good = "1"
    var bad = "\"a\""

    var testDescription: String { name }
  }

  static let forms = [
    Form(
      name: "a list linked through a property",
      schema: """
        {"type": ["object", "integer"], "properties": {"next": {"$ref": "#"}, "at": true},
         "required": ["next"], "additionalProperties": false}
        """,
      open: #"{"at": 1, "next": "#, close: "}"),
    Form(
      name: "a tree through items",
      schema: """
        {"$ref": "#/$defs/node", "$defs": {"node": {"type": ["object", "integer"],
         "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}}
        """,
      open: #"{"children": ["#, close: "]}"),
    Form(
      name: "allOf around each reference",
      schema: """
        {"allOf": [{"$ref": "#/$defs/node"}], "$defs": {"node": {"type": ["array", "integer"],
         "items": {"allOf": [{"$ref": "#"}, true]}}}}
        """,
      open: "[", close: "]"),
    Form(
      name: "anyOf with one alternative that goes on",
      schema: """
        {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#"}}]}
        """,
      open: "[", close: "]"),
    Form(
      name: "oneOf with one alternative that goes on",
      schema: """
        {"oneOf": [{"type": "integer"}, {"type": "object", "additionalProperties": {"$ref": "#"}}]}
        """,
      open: #"{"a": "#, close: "}"),
    Form(
      name: "a condition",
      schema: """
        {"if": {"type": "array"}, "then": {"items": {"$ref": "#"}}, "else": {"type": "integer"}}
        """,
      open: "[", close: "]"),
    Form(
      name: "a strict tree through dynamic references",
      schema: """
        {"$id": "https://example.com/strict-tree", "$dynamicAnchor": "node", "$ref": "tree",
         "unevaluatedProperties": false,
         "$defs": {"tree": {"$id": "tree", "$dynamicAnchor": "node", "type": ["object", "integer"],
          "properties": {"data": true,
           "children": {"type": "array", "items": {"$dynamicRef": "#node"}}}}}}
        """,
      open: #"{"data": 1, "children": ["#, close: "]}"),
    Form(
      name: "what nothing else has looked at",
      schema: """
        {"type": ["array", "integer"], "prefixItems": [true], "unevaluatedItems": {"$ref": "#"}}
        """,
      open: "[0, ", close: "]"),
    Form(
      name: "names by pattern, and schemas that depend on a name",
      schema: """
        {"type": ["object", "integer"],
         "dependentSchemas": {"ab": {"patternProperties": {"^a": {"$ref": "#"}}}}}
        """,
      open: #"{"ab": "#, close: "}"),
    Form(
      name: "draft-07",
      schema: """
        {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/node",
         "definitions": {"node": {"type": ["array", "integer"],
          "items": {"allOf": [{"$ref": "#/definitions/node"}]}}}}
        """,
      open: "[", close: "]"),
    Form(
      name: "two negations on each level",
      schema: """
        {"type": ["array", "integer"], "items": {"not": {"not": {"$ref": "#"}}}}
        """,
      open: "[", close: "]"),
  ]

  private func document(_ form: Form, levels: Int, core: String) throws -> JSONDocument {
    // A level of some forms is two of the reader's.
    let perLevel = form.open.filter { $0 == "[" || $0 == "{" }.count
    let times = levels / perLevel
    let text =
      String(repeating: form.open, count: times) + core
      + String(repeating: form.close, count: times)
    return try JSONDocument(parsing: text)
  }

  private func compiled(_ form: Form) throws -> CompiledSchema {
    try CompiledSchema(try JSONDocument(parsing: form.schema).value)
  }

  @Test("A document of 1,000 levels fits a recursive schema", arguments: forms)
  func fits(_ form: Form) throws {
    let schema = try compiled(form)
    for levels in [2, 100, 1_000, JSONLimits.default.depth] {
      let document = try document(form, levels: levels, core: form.good)
      #expect(schema.isValid(document))
      #expect(schema.validate(document) == [])
    }
  }

  @Test("A fault under 1,000 levels is found by a recursive schema", arguments: forms)
  func failsAtTheBottom(_ form: Form) throws {
    let schema = try compiled(form)
    let document = try document(form, levels: 1_000, core: form.bad)
    #expect(!schema.isValid(document))
    let violations = schema.validate(document.value)
    let innermost = try #require(violations.first.map(Self.innermost))
    #expect(!innermost.message.contains("cannot be judged"))
    let depth = innermost.instance.tokens.count
    #expect(depth > 400 || form.name == "two negations on each level")
  }

  /// The reason of all reasons, by way of the last alternative.
  private static func innermost(of violation: SchemaViolation) -> SchemaViolation {
    var violation = violation
    while let cause = violation.causes.last { violation = cause }
    return violation
  }

  @Test("The annotations of a deep document are told, at every level")
  func annotations() throws {
    let schema = try CompiledSchema(["title": "t", "items": ["$ref": "#"]])
    let text = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
    let document = try JSONDocument(parsing: text)
    #expect(schema.annotations("title", of: document.value).count == 1_000)
  }

  @Test("A document that does not fit has a violation, however much is told of its alternatives")
  func neverWithoutViolations() throws {
    let schema = try CompiledSchema([
      "anyOf": [["type": "integer"], ["type": "array", "minItems": 1, "items": ["$ref": "#"]]]
    ])
    let core = Array(repeating: "true", count: 8).joined(separator: ",")
    for levels in [1, 500, 1_000] {
      var text = core
      for _ in 0..<levels { text = "[\(text),true]" }
      let violations = schema.validate(try JSONDocument(parsing: text).value)
      #expect(violations.count == 1)
    }
  }

  @Test("The ways to violations of a deep document take bounded memory")
  func manyDeepViolations() throws {
    let schema = try CompiledSchema([
      "type": ["array", "integer"], "items": ["allOf": [["allOf": [["$ref": "#"]]]]],
    ])
    let core = Array(repeating: "true", count: 10_000).joined(separator: ",")
    let text =
      String(repeating: "[", count: 1_000) + core + String(repeating: "]", count: 1_000)
    let violations = schema.validate(try JSONDocument(parsing: text).value)
    #expect(!violations.isEmpty)
    #expect(violations.reduce(0) { $0 + $1.evaluationPath.utf8.count } < 65 << 20)
  }
}
