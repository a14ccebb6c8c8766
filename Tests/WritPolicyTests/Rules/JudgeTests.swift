import Testing
import WritJSON

@testable import WritPolicy

/// Cases as data: rules, a change, its metadata, and the findings that must come of them.
@Suite struct JudgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    let rules: JSONValue
    let document: String
    let before: JSONValue?
    let after: JSONValue?
    let metadata: JSONValue
    let rollback: Bool
    let findings: [String]

    var testDescription: String { note }
  }

  static let cases: [Case] = {
    guard let value = try? Cases.load("judge.json"), let list = value.arrayValue else { return [] }
    return list.map { item in
      Case(
        note: item["note"]?.stringValue ?? "", rules: item["rules"] ?? [],
        document: item["document"]?.stringValue ?? "rollout/planner", before: item["before"],
        after: item["after"], metadata: item["metadata"] ?? [:],
        rollback: item["rollback"]?.boolValue ?? false,
        findings: item["findings"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    }
  }()

  @Test("There are cases") func casesAreThere() { #expect(Self.cases.count > 20) }

  @Test("A change gets exactly the findings of the case", arguments: cases)
  func judges(_ item: Case) throws {
    let rules = try Rules(["version": 1, "rules": item.rules] as JSONValue, schemas: [])
    var metadata = Metadata()
    for field in MetadataField.allCases {
      metadata[field] = item.metadata[field.rawValue]?.stringValue
    }
    let change = DocumentChange(
      name: try DocumentName(item.document), before: item.before, after: item.after)
    let verdict = rules.judge(
      Proposal(
        intent: item.rollback ? .rollback : .apply, documents: [change], metadata: metadata,
        now: try Instant.parse("2026-06-01T12:00:00Z"), isProvenRollback: item.rollback))
    #expect(verdict.findings.map(\.code.rawValue) == item.findings, "\(verdict.findings)")
    #expect(verdict.findings.allSatisfy { !$0.mend.isEmpty && $0.message.hasSuffix(".") })
  }

  @Test("A condition in force that is none refuses what it is asked about, and nothing else")
  func brokenConditionInForce() throws {
    let document: JSONValue = [
      "version": 1,
      "rules": [
        [
          "name": "broken", "paths": ["policies/a.json"],
          "conditions": [["expr": "new.", "message": "No."]],
        ]
      ],
    ]
    #expect(throws: PolicyError.self) { try Rules(document, schemas: []) }
    let rules = try Rules(document, schemas: [], reading: .inForce)
    for (name, codes) in [("a", ["undecided"]), ("b", [])] {
      let change = DocumentChange(name: try DocumentName(name), before: [:], after: ["x": 1])
      let verdict = rules.judge(
        Proposal(
          intent: .apply, documents: [change], metadata: Metadata(),
          now: try Instant.parse("2026-06-01T12:00:00Z"), isProvenRollback: false))
      #expect(verdict.findings.map(\.code.rawValue) == codes)
    }
  }

  @Test(
    "Rules with an error are refused, with the place told",
    arguments: [
      (#"{"rules":[]}"#, "/version"), (#"{"version":2,"rules":[]}"#, "/version"),
      (#"{"version":1,"rulez":[]}"#, "/rulez"),
      (#"{"version":1,"rules":[{"name":"a"}]}"#, "/rules/0/paths"),
      (#"{"version":1,"rules":[{"name":"a","paths":["x"],"requires":[]}]}"#, "/rules/0/requires"),
      (
        #"{"version":1,"rules":[{"name":"a","paths":["x"],"require":["aproval"]}]}"#,
        "/rules/0/require"
      ),
      (
        #"{"version":1,"rules":[{"name":"a","paths":["x"],"limits":[{"pointer":"/a"}]}]}"#,
        "/rules/0/limits/0"
      ),
      (
        #"{"version":1,"rules":[{"name":"a","paths":["x"],"limits":[{"pointer":"a","min":0}]}]}"#,
        "/rules/0/limits/0/pointer"
      ),
      (
        #"{"version":1,"rules":[{"name":"a","paths":["x"],"limits":[{"pointer":"/a","min":"0"}]}]}"#,
        "/rules/0/limits/0/min"
      ),
      (
        #"{"version":1,"rules":[{"name":"a","paths":["x"]},{"name":"a","paths":["y"]}]}"#,
        "/rules/1"
      ),
      (#"{"version":1,"checkpoints":{"keep":0},"rules":[]}"#, "/checkpoints/keep"),
      (#"{"version":1,"protected":"main","rules":[]}"#, "/protected"),
      (#"[]"#, ""),
    ])
  func badRules(text: String, pointer: String) throws {
    let document = try JSONDocument(parsing: text).value
    let error = #expect(throws: PolicyError.self) { try Rules(document, schemas: []) }
    #expect(error?.pointer == pointer, "\(error?.message ?? "")")
  }
}
