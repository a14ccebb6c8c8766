import Foundation
import Testing
import WritExpression
import WritJSON

// Foundation has an Expression too.
typealias Expression = WritExpression.Expression

/// One case of Cases/*.json: an expression, what its variables are bound to, and its result or error.
struct ExpressionCase: Sendable, CustomTestStringConvertible {
  let note: String
  let expression: String
  let bindings: JSONObject
  let result: JSONValue?
  let type: String?
  let kind: String?
  let code: String?
  let defersFaults: Bool

  var testDescription: String { note }

  init(_ json: JSONValue) throws {
    note = try #require(json["note"]?.stringValue)
    expression = try #require(json["expression"]?.stringValue)
    bindings = json["bindings"]?.objectValue ?? JSONObject()
    result = json["result"]
    type = json["type"]?.stringValue
    kind = json["error"]?["kind"]?.stringValue
    code = json["error"]?["code"]?.stringValue
    defersFaults = json["defersFaults"]?.boolValue ?? false
  }

  /// The cases of one file.
  static func load(_ name: String) throws -> [ExpressionCase] {
    let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
    let document = try JSONDocument(parsing: [UInt8](data))
    return try #require(document.value.arrayValue).map(ExpressionCase.init)
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Cases")

  /// The names of all files, without their endings.
  static var files: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }
  }

  func evaluate() throws -> Value {
    var environment = Environment(defersFaults: defersFaults)
    var values = Bindings()
    for (name, json) in bindings.members {
      environment.variables[name] = .document
      values[name] = try Value(json: json)
    }
    return try Expression(parsing: expression).checked(environment: environment)
      .evaluate(values)
  }
}
