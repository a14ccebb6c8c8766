import Testing
import WritJSON

@testable import WritSchema

/// One group of tests in the form of the official suite: a schema and instances with verdicts.
struct SuiteGroup: Sendable, CustomTestStringConvertible {
  struct Example: Sendable {
    let description: String
    let data: JSONValue
    let valid: Bool
  }

  let file: String
  let description: String
  let schema: JSONValue
  let examples: [Example]

  var testDescription: String { "\(file): \(description)" }

  /// The groups of one file.
  static func read(_ document: JSONDocument, file: String) throws -> [SuiteGroup] {
    try (document.value.arrayValue ?? []).map { group in
      let examples = try (group["tests"]?.arrayValue ?? []).map { test in
        let valid: Bool? = test["valid"]?.boolValue
        return Example(
          description: try #require(test["description"]?.stringValue),
          data: try #require(test["data"]), valid: try #require(valid as Bool?))
      }
      return SuiteGroup(
        file: file, description: try #require(group["description"]?.stringValue),
        schema: try #require(group["schema"]), examples: examples)
    }
  }

  /// The same group under another dialect where its schema names none.
  func assuming(_ dialect: Dialect.Draft) -> SuiteGroup {
    guard case .object(var object) = schema, !object.contains(key: "$schema") else { return self }
    object["$schema"] = .string(dialect.rawValue)
    return SuiteGroup(
      file: file, description: description, schema: .object(object), examples: examples)
  }

  /// Applies the schema to every instance, in all ways that there are.
  func check(registry: SchemaRegistry, options: SchemaOptions = SchemaOptions()) throws {
    let compiled = try CompiledSchema(schema, registry: registry, options: options)
    let inParts = try CompiledSchema(schema, registry: registry, options: options.inParts)
    for example in examples {
      let comment = Comment(rawValue: "\(testDescription): \(example.description)")
      #expect(compiled.isValid(example.data) == example.valid, comment)
      #expect(compiled.validate(example.data).isEmpty == example.valid, comment)
      let output = BasicOutput.render(compiled.validate(example.data))
      #expect(output["valid"] == .bool(example.valid), comment)
      let document = try JSONDocument(parsing: example.data.compactText)
      #expect(inParts.isValid(document) == example.valid, comment)
    }
  }
}
