import Testing
import WritJSON
import WritTesting

@testable import WritSchema

@Suite struct SchemaInferenceTests {
  @Test("A record has its properties, those always present, and a closed end")
  func records() {
    let schema = SchemaInference.infer(from: [
      ["model": "a", "pct": 5], ["model": "a", "pct": 12.5, "note": "x"],
    ])
    #expect(
      schema == [
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "properties": [
          "model": ["type": "string"], "pct": ["type": "number", "$comment": "seen: 5 to 12.5"],
          "note": ["type": "string"],
        ],
        "required": ["model", "pct"], "additionalProperties": false,
      ])
  }

  @Test("Words that keep coming back become an enumeration")
  func enumerations() {
    let states = ["on", "off", "on", "off", "on", "on"].map(JSONValue.string)
    let schema = SchemaInference.infer(from: states)
    #expect(schema["enum"] == ["off", "on"])
    let texts = ["a b", "c d", "a b", "c d", "a b", "a b"].map(JSONValue.string)
    #expect(SchemaInference.infer(from: texts)["enum"] == nil)
    #expect(SchemaInference.infer(from: ["only", "only", "only"])["enum"] == nil)
  }

  @Test("Strings of one format get it as an annotation")
  func formats() {
    #expect(SchemaInference.infer(from: ["2026-01-01", "2026-02-01"])["format"] == "date")
    #expect(SchemaInference.infer(from: ["2026-01-01", "later"])["format"] == nil)
  }

  @Test("Values of several types get all of them")
  func mixedTypes() {
    #expect(SchemaInference.infer(from: [1, .null, "a"])["type"] == ["null", "integer", "string"])
    #expect(SchemaInference.infer(from: [1, 1.5])["type"] == "number")
    #expect(SchemaInference.infer(from: [1, 2.0])["type"] == "integer")
  }

  @Test("Arrays of objects with an evident key get it as their identity")
  func identity() {
    let schema = SchemaInference.infer(from: [[["name": "a", "x": 1], ["name": "b", "x": 1]]])
    #expect(schema["x-writ-key"] == "name")
    let repeated = SchemaInference.infer(from: [[["name": "a"], ["name": "a"]]])
    #expect(repeated["x-writ-key"] == nil)
  }

  @Test("An object whose names are data becomes a map")
  func maps() {
    let member: JSONValue = ["state": "on"]
    let map = JSONValue.object(JSONObject((0..<30).map { (key: "feature\($0)", value: member) }))
    let schema = SchemaInference.infer(from: [map])
    #expect(schema["properties"] == nil)
    #expect(schema["additionalProperties"]?["properties"]?["state"] != nil)
  }

  @Test("No values give a schema that says nothing")
  func nothing() throws {
    let schema = SchemaInference.infer(from: [])
    #expect(try CompiledSchema(schema).isValid(["a": 1]))
  }

  @Test(
    "A proposal is a sound schema that takes every value it was made from",
    .enabled(if: SharedData.has("merges"), Comment(rawValue: SharedData.missing)),
    arguments: SharedData.files(under: "merges").prefix(40))
  func realValues(_ path: String) throws {
    let merge = try SharedData.document("merges/" + path).value
    let values = ["base", "ours", "theirs", "result"].compactMap { key -> JSONValue? in
      guard let text = merge[key]?.stringValue else { return merge[key] }
      do throws(JSONError) {
        return try JSONDocument(parsing: text).value
      } catch {
        return nil
      }
    }
    let schema = SchemaInference.infer(from: values)
    #expect(SchemaCheck.check(schema).map(\.description) == [])
    let compiled = try CompiledSchema(schema, options: SchemaOptions(assertsFormat: true))
    for value in values { #expect(compiled.validate(value).map(\.description) == []) }
    #expect(SchemaInference.infer(from: values) == schema)
  }
}
