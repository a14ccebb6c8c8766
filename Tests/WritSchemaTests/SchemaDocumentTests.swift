import Foundation
import Testing
import WritJSON

@testable import WritSchema

/// One block marked `json example` of docs/schema.md.
struct DocumentExample: Sendable, CustomTestStringConvertible {
  let number: Int
  let value: JSONValue

  var testDescription: String { "example \(number)" }

  static func load() throws -> [DocumentExample] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: package.appending(path: "docs/schema.md"), encoding: .utf8)
    var examples: [DocumentExample] = []
    for part in text.components(separatedBy: "```json example\n").dropFirst() {
      let block = part.components(separatedBy: "\n```")[0]
      let value = try JSONDocument(parsing: block).value
      examples.append(DocumentExample(number: examples.count + 1, value: value))
    }
    return examples
  }
}

@Suite struct SchemaDocumentTests {
  @Test("The examples of docs/schema.md are true", arguments: try DocumentExample.load())
  func examples(_ example: DocumentExample) throws {
    let value = example.value
    let schema = try #require(value["schema"])
    let options = SchemaOptions(assertsFormat: value["assertsFormat"] == .bool(true))
    if let code = value["refused"]?.stringValue {
      let error = #expect(throws: SchemaError.self) {
        try CompiledSchema(schema, options: options)
      }
      #expect(error?.code.rawValue == code)
      return
    }
    let compiled = try CompiledSchema(schema, options: options)
    for instance in value["valid"]?.arrayValue ?? [] {
      #expect(compiled.validate(instance).map(\.description) == [])
      try checkAnnotations(value, compiled, instance)
    }
    var said: [String] = []
    for instance in value["invalid"]?.arrayValue ?? [] {
      let found = compiled.validate(instance)
      #expect(!found.isEmpty)
      said += found.map(\.description)
    }
    for sentence in value["says"]?.arrayValue ?? [] {
      #expect(said.contains { .string($0) == sentence }, "\(said) should hold \(sentence)")
    }
  }

  private func checkAnnotations(
    _ value: JSONValue, _ schema: CompiledSchema, _ instance: JSONValue
  ) throws {
    guard let wanted = value["annotations"] else { return }
    let keyword = try #require(wanted["keyword"]?.stringValue)
    var found = JSONObject()
    for annotation in schema.annotations(keyword, of: instance) {
      found[annotation.instance.description] = annotation.value
    }
    #expect(wanted["values"] == .object(found))
  }

  @Test("The page has examples")
  func count() throws {
    #expect(try DocumentExample.load().count >= 12)
  }
}
