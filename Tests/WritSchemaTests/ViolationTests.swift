import Testing
import WritJSON

@testable import WritSchema

@Suite struct ViolationTests {
  private static let policy = """
    {
      "canary_pct": 150,
      "state": "enabeld",
      "stepz": [],
      "targets": [{"name": "a"}, {"nme": "é", "weight": 1}]
    }
    """

  private static let schema = """
    {
      "$id": "https://example.org/rollout",
      "type": "object",
      "properties": {
        "canary_pct": {"type": "number", "maximum": 100},
        "state": {"enum": ["enabled", "disabled"]},
        "steps": {"type": "array"},
        "targets": {"items": {"$ref": "#/$defs/target"}}
      },
      "required": ["canary_pct", "owner"],
      "additionalProperties": false,
      "$defs": {"target": {"required": ["name"]}}
    }
    """

  private func violations() throws -> [SchemaViolation] {
    let schema = try CompiledSchema(try JSONDocument(parsing: Self.schema).value)
    return schema.validate(try JSONDocument(parsing: Self.policy))
  }

  @Test("All violations of a document are told at once, with line, column, sentence and hint")
  func descriptions() throws {
    #expect(
      try violations().map(\.description) == [
        "2:3: /canary_pct: The value 150 is above the maximum of 100.",
        "3:3: /state: The value \"enabeld\" is none of those allowed: \"enabled\", \"disabled\"."
          + " (did you mean \"enabled\"?)",
        "4:3: /stepz: The member \"stepz\" is not allowed here. (did you mean \"steps\"?)",
        "5:30: /targets/1: The member \"name\" is missing.",
        "1:1: The member \"owner\" is missing.",
      ])
  }

  @Test("A violation tells the keyword by its schema and by the way to it")
  func locations() throws {
    let violation = try #require(try violations().first { $0.instance.last == "1" })
    #expect(violation.keyword == "required")
    #expect(
      violation.absoluteKeywordLocation == "https://example.org/rollout#/$defs/target/required")
    #expect(violation.evaluationPath == "/properties/targets/items/$ref/required")
  }

  @Test("The basic output lists every violation and every reason of an alternative")
  func basicOutput() throws {
    let schema = try CompiledSchema([
      "$id": "https://example.org/s",
      "properties": ["a b": ["anyOf": [["type": "string"], ["minimum": 5]]]],
    ])
    let output = BasicOutput.render(schema.validate(["a b": 3]))
    #expect(
      output == [
        "valid": false,
        "errors": [
          [
            "keywordLocation": "/properties/a b/anyOf",
            "absoluteKeywordLocation": "https://example.org/s#/properties/a%20b/anyOf",
            "instanceLocation": "/a b",
            "error": "The value does not fit any of the 2 alternatives of \"anyOf\".",
          ],
          [
            "keywordLocation": "/properties/a b/anyOf/0/type",
            "absoluteKeywordLocation": "https://example.org/s#/properties/a%20b/anyOf/0/type",
            "instanceLocation": "/a b", "error": "The value is a number; it must be a string.",
          ],
          [
            "keywordLocation": "/properties/a b/anyOf/1/minimum",
            "absoluteKeywordLocation": "https://example.org/s#/properties/a%20b/anyOf/1/minimum",
            "instanceLocation": "/a b", "error": "The value 3 is below the minimum of 5.",
          ],
        ],
      ])
    #expect(BasicOutput.render([]) == ["valid": true])
  }

  @Test("The nearest alternative is the one that fails deepest in the value")
  func nearestAlternative() throws {
    let schema = try CompiledSchema([
      "oneOf": [
        ["type": "string"],
        ["properties": ["kind": ["const": "a"], "size": ["type": "integer"]]],
      ]
    ])
    let hint = schema.validate(["kind": "a", "size": "1"]).first?.hint
    #expect(
      hint == "the nearest alternative says: /size: The value is a string; it must be an integer.")
  }

  @Test(
    "Each keyword has a sentence of its own",
    arguments: [
      (
        ["type": ["integer", "null"]], 1.5,
        "a number with a fraction; it must be null or an integer"
      ),
      (["type": "boolean"], "true", "a string; it must be a boolean"),
      (["const": ["a": 1]], [], "it must be {\"a\": 1}"),
      (["minimum": 2], 1, "below the minimum of 2"),
      (["exclusiveMinimum": 2], 2, "must be above 2"),
      (["exclusiveMaximum": 2], 2, "must be below 2"),
      (["multipleOf": 2], 3, "not a multiple of 2"),
      (["minLength": 2], "a", "has 1 character, but must have at least 2"),
      (["maxLength": 1], "abc", "has 3 characters, but may have at most 1"),
      (["pattern": "^x"], "y\n\u{202E}", "\"y\\n\\u{202E}\" does not match the pattern ^x"),
      (["minItems": 1], [], "has 0 elements, but must have at least 1"),
      (["maxItems": 1], [1, 2], "may have at most 1"),
      (["uniqueItems": true], [1, 2, 1], "elements at 0 and 2 are equal"),
      (["contains": false], [1], "0 elements that fit the schema of \"contains\""),
      (["contains": true, "maxContains": 1], [1, 2], "may have at most 1"),
      (["minProperties": 1], [:], "has 0 members"),
      (["maxProperties": 0], ["a": 1], "has 1 member, but may have at most 0"),
      (["dependentRequired": ["a": ["b"]]], ["a": 1], "\"b\" is missing, which \"a\" asks for"),
      (
        ["propertyNames": ["maxLength": 1]], ["ab": 1],
        "The name of the member \"ab\" is not allowed."
      ),
      (["prefixItems": [true], "items": false], [1, 2], "no element at index 1"),
      (["not": true], 1, "which it must not"),
      (["oneOf": [true, true]], 1, "fits the alternatives 0, 1 of \"oneOf\""),
      (["unevaluatedProperties": false], ["a": 1], "The member \"a\" is not allowed here."),
      (false, 1, "No value is allowed here."),
    ] as [(JSONValue, JSONValue, String)])
  func sentences(_ schema: JSONValue, _ value: JSONValue, _ part: String) throws {
    let violations = try CompiledSchema(schema).validate(value)
    #expect(violations.count == 1)
    #expect(violations.first?.message.contains(part) == true, "\(violations)")
    #expect(violations.first?.message.hasSuffix(".") == true)
  }

  @Test("A value that only lacks or has quotation marks too many gets that as a hint")
  func quotationHint() throws {
    let hints = try CompiledSchema(["type": "integer"]).validate("12").map(\.hint)
    #expect(hints == ["write 12 without quotation marks"])
  }

  @Test("What was evaluated by a failing schema is not reported as unevaluated as well")
  func noFalseLead() throws {
    let schema = try CompiledSchema([
      "allOf": [["properties": ["a": ["type": "string"]]]], "unevaluatedProperties": false,
    ])
    let found = schema.validate(["a": 1, "b": 1]).map(\.instance.description)
    #expect(found == ["/a", "/b"])
  }

  @Test("A long value is cut in a sentence")
  func excerpts() throws {
    let long = String(repeating: "x", count: 100_000)
    let violation = try CompiledSchema(["const": 1]).validate(.string(long)).first
    #expect(try #require(violation).message.utf8.count < 120)
  }

  @Test("Control characters never reach a sentence, wherever they come from")
  func controlCharacters() throws {
    let escape = "\u{1B}[31m\n"
    let error = #expect(throws: SchemaError.self) { try CompiledSchema(["$ref": .string(escape)]) }
    let pattern = #expect(throws: SchemaError.self) {
      try CompiledSchema(["pattern": .string("\\p{\(escape)}")])
    }
    let member = try CompiledSchema(["additionalProperties": false]).validate(
      .object([escape: 1]))
    let texts = [error?.description, pattern?.description] + member.map(\.description)
    for text in texts {
      let plain = try #require(text)
      #expect(!plain.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }
}
