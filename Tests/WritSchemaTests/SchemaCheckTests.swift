import Testing
import WritJSON

@testable import WritSchema

@Suite struct SchemaCheckTests {
  private func check(_ text: String) throws -> [String] {
    SchemaCheck.check(try JSONDocument(parsing: text)).map(\.description)
  }

  @Test("A sound schema has no faults")
  func sound() throws {
    #expect(try check(##"{"type": "object", "properties": {"a": {"$ref": "#"}}}"##) == [])
    #expect(try check("true") == [])
  }

  @Test("Faults of shape are told by the meta-schema, all at once")
  func shapes() throws {
    let found = try check(
      """
      {"type": "text",
       "minLength": -1,
       "required": ["a", "a"]}
      """)
    #expect(found.count == 3)
    #expect(found.contains("2:2: /minLength: The value -1 is below the minimum of 0."))
  }

  @Test("Parts that are only defined are checked, too, and every fault is told")
  func unusedParts() throws {
    let found = try check(
      """
      {"$defs": {
        "a": {"$ref": "#/nowhere"},
        "b": {"pattern": "(?=x)"},
        "c": {"$ref": "https://example.com/remote"}}}
      """)
    #expect(found.count == 3)
    #expect(found.contains { $0.hasPrefix("2:9: /$defs/a/$ref: The reference \"#/nowhere\"") })
    #expect(found.contains { $0.hasPrefix("3:9: /$defs/b/pattern: The pattern") })
    #expect(found.contains { $0.contains("never to the network") })
  }

  @Test("An unknown dialect and a malformed pattern are told")
  func unknownDialect() throws {
    #expect(
      try check(#"{"$schema": "https://example.org/dialect"}"#).first?.contains("not known") == true
    )
    #expect(try check(#"{"pattern": "("}"#).contains { $0.contains("not a valid regex") })
  }

  @Test("A part in another dialect is judged by that dialect's meta-schema")
  func embeddedDialect() throws {
    let schema = """
      {"$id": "https://example.org/a", "$defs": {"old": {
        "$id": "old", "$schema": "http://json-schema.org/draft-07/schema#",
        "items": [{"type": "integer"}], "definitions": {"x": {"type": "text"}}}}}
      """
    let found = try check(schema)
    #expect(found.count == 1)
    #expect(found.first?.contains("/$defs/old/definitions/x/type") == true)
  }

  @Test("The embedded meta-schemas are sound", arguments: MetaSchemas.uris)
  func metaSchemas(_ uri: String) throws {
    let document = try #require(MetaSchemas.document(at: uri))
    #expect(SchemaCheck.check(document, at: uri).map(\.description) == [])
    #expect(document["$id"]?.stringValue.map { URIReference($0).withoutFragment.text } == uri)
  }
}
