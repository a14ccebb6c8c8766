import Foundation
import Testing
import WritJSON

/// Cases kept as data beside the tests.
enum Cases {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Cases", isDirectory: true)

  /// The cases of a file; a file that cannot be read gives one case without any content, which fails.
  static func load(_ name: String) -> [Case] {
    do {
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      let values = try JSONDocument(parsing: Array(data)).value.arrayValue ?? []
      return values.map(Case.init)
    } catch {
      return [Case(value: ["note": .string("\(name) cannot be read: \(error)")])]
    }
  }
}

/// One case; its name in reports is its note.
struct Case: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { value["note"]?.stringValue ?? "no note" }

  /// A text that the case must have.
  func text(_ key: String) throws -> String { try #require(value[key]?.stringValue) }

  /// The operation and the pointer that it is for.
  func operation() throws -> (name: String, pointer: JSONPointer) {
    for name in ["set", "add", "remove"] {
      if let pointer = value[name]?.stringValue {
        return (name, try JSONPointer(parsing: pointer))
      }
    }
    throw JSONError(code: .badKey, message: "The case names no operation.")
  }

  /// Carries the operation out.
  func edit(_ document: JSONDocument) throws -> JSONDocument {
    let (name, pointer) = try operation()
    switch name {
    case "set": return try document.setting(pointer, to: value["value"] ?? .null)
    case "add": return try document.adding(pointer, value["value"] ?? .null)
    default: return try document.removing(pointer)
    }
  }
}
