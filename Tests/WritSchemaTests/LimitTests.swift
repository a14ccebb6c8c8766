import Testing
import WritJSON

@testable import WritSchema

@Suite struct LimitTests {
  private func nested(_ depth: Int, open: String, close: String, inner: String) -> String {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  @Test("A document deeper than the limit that was set is told to be so", arguments: [100, 1_000])
  func tooDeepDocument(_ limit: Int) throws {
    let text = nested(2_000, open: "[", close: "]", inner: "")
    let document = try JSONDocument(parsing: text, limits: JSONLimits(depth: 2_000))
    let options = SchemaOptions(maximumDepth: limit)
    let schema = try CompiledSchema(["items": ["$ref": "#"]], options: options)
    let violations = schema.validate(document)
    #expect(!schema.isValid(document))
    #expect(violations.count == 1)
    #expect(violations.first?.message.contains("\(limit) schemas would be applied inside") == true)
  }

  @Test("A schema that goes on without end through dynamic references gives no verdict")
  func dynamicCircle() throws {
    let schema = try CompiledSchema([
      "$dynamicAnchor": "a", "anyOf": [["$dynamicRef": "#a"], true],
    ])
    #expect(!schema.isValid(1))
    let violations = schema.validate(1)
    #expect(violations.count == 1)
    #expect(violations.first?.message.contains("cannot be judged") == true)
  }

  @Test("No verdict is not turned into a yes by a negation")
  func undecidableNegation() throws {
    let schema = try CompiledSchema(["$dynamicAnchor": "a", "not": ["$dynamicRef": "#a"]])
    #expect(!schema.isValid(1))
    #expect(!schema.validate(1).isEmpty)
  }

  @Test("A schema whose work doubles at each step is stopped")
  func doubling() throws {
    var definitions = JSONObject([(key: "s0", value: true)])
    for step in 1...40 {
      let next: JSONValue = ["$ref": .string("#/$defs/s\(step - 1)")]
      definitions["s\(step)"] = ["allOf": [next, next]]
    }
    let schema = try CompiledSchema(
      ["$ref": "#/$defs/s40", "$defs": .object(definitions)],
      options: SchemaOptions(maximumSteps: 10_000))
    #expect(!schema.isValid(1))
    #expect(schema.validate(1).first?.message.contains("10000 applications") == true)
  }

  @Test("A schema with too many subschemas is refused")
  func manySubschemas() {
    let error = #expect(throws: SchemaError.self) {
      try CompiledSchema(
        ["allOf": [true, true, true]], options: SchemaOptions(maximumSubschemas: 3))
    }
    #expect(error?.code == .tooLarge)
  }

  @Test("A schema as deep as the reader takes is compiled and applied")
  func deepSchema() throws {
    let text = nested(900, open: #"{"items":"#, close: "}", inner: "false")
    let document = try JSONDocument(parsing: text, limits: JSONLimits(depth: 2_000))
    let schema = try CompiledSchema(document.value)
    #expect(schema.isValid([[1]]) == false || schema.isValid([]))
    let chain = nested(900, open: #"{"not":"#, close: "}", inner: "false")
    let negations = try JSONDocument(parsing: chain, limits: JSONLimits(depth: 2_000))
    #expect(!(try CompiledSchema(negations.value).isValid(1)))
  }

  @Test("The number of violations told is bounded, and at least one is told")
  func manyViolations() throws {
    let values = JSONValue.array(Array(repeating: "a", count: 50))
    let schema: JSONValue = ["items": ["type": "integer"]]
    for (limit, count) in [(10, 10), (0, 1), (100, 50)] {
      let options = SchemaOptions(maximumViolations: limit)
      let compiled = try CompiledSchema(schema, options: options)
      #expect(compiled.validate(values).count == count)
    }
  }

  @Test("A pattern that makes backtracking matchers run for ever is applied at once")
  func catastrophicPattern() throws {
    let schema = try CompiledSchema(["pattern": "^(a+)+$"])
    #expect(!schema.isValid(.string(String(repeating: "a", count: 20_000) + "!")))
  }

  @Test("The work of patterns counts as steps")
  func expensivePattern() throws {
    let options = SchemaOptions(maximumSteps: 10_000)
    let schema = try CompiledSchema(["pattern": "(?:a?){2000}b"], options: options)
    let violations = schema.validate(.string(String(repeating: "a", count: 10_000)))
    #expect(violations.first?.message.contains("cannot be judged") == true)
    #expect(schema.isValid("ab"))
  }

  @Test("A large document has its places found in one walk")
  func manyPlaces() throws {
    let lines = (0..<2_000).map { "  {\"n\": \($0 % 2 == 0 ? "1" : "\"x\"")}" }
    let document = try JSONDocument(parsing: "[\n" + lines.joined(separator: ",\n") + "\n]")
    let schema = try CompiledSchema(["items": ["properties": ["n": ["type": "integer"]]]])
    let violations = schema.validate(document)
    #expect(violations.count == 1_000)
    #expect(violations.last?.line == 2_001)
    #expect(violations.last?.column == 4)
  }
}
