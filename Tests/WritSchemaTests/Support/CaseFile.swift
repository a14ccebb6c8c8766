import Foundation
import Testing
import WritJSON

@testable import WritSchema

/// One case of Cases/*.json.
struct SchemaCase: Sendable, CustomTestStringConvertible {
  let note: String
  let value: JSONValue

  var testDescription: String { note }

  /// The cases of one file.
  static func load(_ name: String) throws -> [SchemaCase] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "Cases/\(name).json"))
    let cases = try JSONDocument(parsing: Array(data)).value.arrayValue
    return try #require(cases).map { value in
      SchemaCase(note: try #require(value["note"]?.stringValue), value: value)
    }
  }

  /// The documents that references may lead to.
  var registry: SchemaRegistry {
    var registry = SchemaRegistry()
    for entry in value["documents"]?.objectValue ?? [:] {
      registry.add(entry.value, at: entry.key)
    }
    return registry
  }

  /// The compiled schema of the case.
  func compile(_ options: SchemaOptions = SchemaOptions()) throws -> CompiledSchema {
    var options = options
    options.assertsFormat = value["assertsFormat"] == .bool(true)
    return try CompiledSchema(
      try #require(value["schema"]), registry: registry, options: options)
  }

  func values(_ key: String) -> [JSONValue] { value[key]?.arrayValue ?? [] }

  func strings(_ key: String) -> [String] { values(key).compactMap(\.stringValue) }
}
