import Testing
import WritJSON

@testable import WritSchema

@Suite struct AnnotationTests {
  private func keys(_ schema: JSONValue, _ value: JSONValue) throws -> [String] {
    try CompiledSchema(schema).annotations("x-writ-key", of: value).map {
      "\($0.instance) \($0.value.stringValue ?? "")"
    }
  }

  @Test("A keyword of one's own is found at each part of the value it speaks of")
  func ownKeyword() throws {
    let schema: JSONValue = [
      "properties": ["a": ["$ref": "#/$defs/list"], "b": ["items": ["$ref": "#/$defs/list"]]],
      "$defs": ["list": ["type": "array", "x-writ-key": "name"]],
    ]
    #expect(try keys(schema, ["a": [], "b": [[], []]]) == ["/a name", "/b/0 name", "/b/1 name"])
  }

  @Test("An alternative that does not fit attaches nothing; all that fit do")
  func alternatives() throws {
    let schema: JSONValue = [
      "anyOf": [
        ["type": "array", "x-writ-key": "a"], ["minItems": 9, "x-writ-key": "b"],
        ["x-writ-key": "c"],
      ],
      "if": ["maxItems": 0], "then": ["x-writ-key": "d"], "else": ["x-writ-key": "e"],
      "not": ["type": "object", "x-writ-key": "f"],
    ]
    #expect(try keys(schema, []) == [" a", " c", " d"])
  }

  @Test("A value that does not fit has no annotations")
  func invalid() throws {
    #expect(try keys(["x-writ-key": "a", "minItems": 1], []) == [])
  }

  @Test("An annotation tells where in its schema it stands")
  func location() throws {
    let schema = try CompiledSchema([
      "$id": "https://example.org/s", "properties": ["a": ["description": "An a."]],
    ])
    let found = schema.annotations("description", of: ["a": 1])
    #expect(
      found.map(\.absoluteKeywordLocation) == ["https://example.org/s#/properties/a/description"])
  }
}
