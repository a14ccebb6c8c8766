import Foundation
import Testing
import WritJSON
import WritSchema
import WritTesting

@testable import WritPolicy

/// Documents of rules as data, held against the reader and against the schema that editors use.
@Suite struct RulesDocumentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    let value: JSONValue

    var testDescription: String { note }
    var isAccepted: Bool { value["accepted"]?.boolValue ?? false }
    var document: JSONValue { value["document"] ?? .null }
    var schemas: [GovernanceSchema] { Cases.schemas(value["schemas"]) }
  }

  static let cases: [Case] = {
    guard let value = try? Cases.load("rules.json"), let list = value.arrayValue else { return [] }
    return list.map { Case(note: $0["note"]?.stringValue ?? "", value: $0) }
  }()

  static let schema: CompiledSchema? = {
    let path = Places.packageRoot + "/docs/rules.schema.json"
    guard let data = FileManager.default.contents(atPath: path),
      let document = try? JSONDocument(parsing: Array(data))
    else { return nil }
    return try? CompiledSchema(document.value, options: SchemaOptions(assertsFormat: true))
  }()

  @Test func `there are cases, and the schema is sound`() throws {
    #expect(Self.cases.count > 80)
    #expect(Self.cases.contains { $0.isAccepted })
    let path = Places.packageRoot + "/docs/rules.schema.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    #expect(SchemaCheck.check(try JSONDocument(parsing: Array(data)).value).isEmpty)
  }

  @Test("The reader says what the case says, and tells the place", arguments: cases)
  func reads(_ item: Case) throws {
    let document = try JSONDocument(parsing: item.document.serialized())
    do throws(PolicyError) {
      _ = try Rules(document, schemas: item.schemas)
      #expect(item.isAccepted)
    } catch {
      #expect(!item.isAccepted, "\(error.message)")
      #expect(error.pointer == item.value["pointer"]?.stringValue, "\(error.message)")
      #expect(error.line != nil && error.column != nil)
      #expect(error.message.hasSuffix("."), "\(error.message)")
      if let part = item.value["message"]?.stringValue {
        #expect(error.message.contains(part), "\(error.message)")
      }
    }
  }

  @Test(
    "The schema for editors says what the reader says, but for what no schema can say",
    arguments: cases)
  func schemaAgrees(_ item: Case) throws {
    let schema = try #require(Self.schema)
    let isOnlyReader = item.value["onlyReader"]?.boolValue ?? false
    #expect(
      schema.isValid(item.document) == (item.isAccepted || isOnlyReader),
      "\(schema.validate(item.document))")
  }

  @Test(
    "The rules of every template are sound, fit the schema, and pass their own cases",
    arguments: ["default", "minimal", "models", "rollouts"])
  func templates(_ name: String) throws {
    let folder = Places.packageRoot + "/policies/\(name)/governance/"
    func document(_ path: String) throws -> JSONDocument {
      try JSONDocument(
        parsing: Array(try #require(FileManager.default.contents(atPath: folder + path))))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "schemas")
    let schemas = try names.map {
      GovernanceSchema(name: $0, bytes: try document("schemas/" + $0).bytes)
    }
    let rules = try Rules(document("rules.json"), schemas: schemas)
    let value = try document("rules.json").value
    #expect(try #require(Self.schema).isValid(value))
    #expect(
      rules.rules.contains { !$0.conditions.isEmpty } && rules.rules.contains { $0.schema != nil })
    let tests = try FileManager.default.contentsOfDirectory(atPath: folder + "tests")
    #expect(!tests.isEmpty)
    for test in tests {
      for ruleCase in try RuleCase.list(document("tests/" + test), test) {
        let result = rules.check(ruleCase)
        #expect(result.problems.isEmpty, "\(ruleCase.note): \(result.problems)")
      }
    }
  }
}

/// The examples of docs/governance.md.
@Suite struct RulesExampleTests {
  @Test func `the rules of the page are sound, and the cases of the page pass`() throws {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/governance.md", encoding: .utf8)
    let rules = try Rules(
      JSONDocument(parsing: try #require(block("json rules", page))),
      schemas: Cases.schemas(["rollout.json": ["type": "object"]]))
    let cases = try RuleCase.list(
      JSONDocument(parsing: try #require(block("json case", page))), "governance.md")
    #expect(cases.count == 2)
    for ruleCase in cases {
      let problems = rules.check(ruleCase).problems
      #expect(problems.isEmpty, "\(ruleCase.note): \(problems)")
    }
    let schema = try #require(RulesDocumentTests.schema)
    #expect(
      schema.isValid(try JSONDocument(parsing: try #require(block("json rules", page))).value))
  }

  @Test func `the page names every member of a rule and every code of a finding that rules give`()
    throws
  {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/governance.md", encoding: .utf8)
    let text = try String(
      contentsOfFile: Places.packageRoot + "/docs/rules.schema.json", encoding: .utf8)
    let schema = try JSONDocument(parsing: text).value
    let definitions = try #require(schema["$defs"]?.objectValue)
    for (name, definition) in definitions {
      for key in definition["properties"]?.objectValue?.keys ?? [] {
        #expect(page.contains("`\(key)`"), "\(name).\(key) is not described")
      }
    }
    let told: [Finding.Code] = [
      .metadataMissing, .metadataForm, .reviewDatePast, .reviewDateTooFar, .automation, .signature,
      .approvals, .separationOfDuty, .freeze, .gateMissing, .gateNotBound, .gateHold, .schema,
      .limit, .condition, .undecided, .rolledBackValue,
    ]
    for code in told { #expect(page.contains("`\(code.rawValue)`"), "\(code.rawValue)") }
  }

  private func block(_ kind: String, _ page: String) -> String? {
    guard let start = page.range(of: "```\(kind)\n") else { return nil }
    let rest = page[start.upperBound...]
    return rest.range(of: "\n```").map { String(rest[..<$0.lowerBound]) }
  }
}
