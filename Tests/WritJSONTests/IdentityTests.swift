import Testing
import WritJSON

@Suite("Keys of elements")
struct IdentityTests {
  @Test("are taken from a schema")
  func schema() throws {
    let schema = try JSONDocument(
      parsing: """
        {
          "x-writ-key": "k",
          "properties": {
            "hosts": {"type": "array", "x-writ-key": "host", "items": {"$ref": "#/$defs/host"}},
            "again": {"$ref": "#"}
          },
          "additionalProperties": {"allOf": [{"x-writ-key": "other"}]},
          "$defs": {"host": {"properties": {"ports": {"x-writ-key": "port"}}}}
        }
        """)
    let declared = JSONIdentity(schema: schema.value).declarations
    let paths = declared.map { "\($0.path.map { $0 ?? "*" }.joined(separator: "/")) \($0.key)" }
    #expect(paths.contains(" k"))
    #expect(paths.contains("hosts host"))
    #expect(paths.contains("hosts/*/ports port"))
    #expect(paths.contains("* other"))
  }

  @Test("of references that multiply are found within bounds")
  func hostileSchema() throws {
    var definitions = JSONObject()
    for level in 0..<40 {
      definitions["d\(level)"] = [
        "anyOf": [
          ["$ref": .string("#/$defs/d\(level + 1)")], ["$ref": .string("#/$defs/d\(level + 1)")],
        ]
      ]
    }
    definitions["d40"] = ["x-writ-key": "k"]
    let schema: JSONValue = ["$ref": "#/$defs/d0", "$defs": .object(definitions)]
    #expect(JSONIdentity(schema: schema).declarations.count <= 1)
  }

  @Test("name the lines of a value")
  func lines() throws {
    let value = try JSONDocument(
      parsing: #"{"b": [{"id": "x", "v": 1.0}], "a/\n": [1, "é", {}], "c": {}}"#
    ).value
    #expect(
      value.valueLines() == [
        #"/a~1\n/[]: 1"#, #"/a~1\n/[]: "é""#, #"/a~1\n/[]: {}"#, #"/b/[id=x]/id: "x""#,
        "/b/[id=x]/v: 1", "/c: {}",
      ])
    #expect(JSONValue.array([]).valueLines() == ["/: []"])
  }
}
