import Testing
import WritJSON
import WritPolicy

@Suite("Keys of elements, as schemas declare them,")
struct ArrayKeysTests {
  private let schemas: [String: String] = [
    "hosts.json": #"{"properties": {"hosts": {"x-writ-key": "host"}}}"#,
    "other.json": #"{"properties": {"hosts": {"x-writ-key": "other"}}}"#,
    "none.json": #"{"properties": {"hosts": {"title": "key"}}}"#,
    "broken.json": #"{"x-writ-key": "#,
  ]

  private func keys(_ rules: String) throws -> ArrayKeys {
    try ArrayKeys(rules: JSONDocument(parsing: rules).value) { name in
      schemas[name].map { Array($0.utf8) }
    }
  }

  private func declared(_ keys: ArrayKeys, _ path: String, own: String? = nil) -> [String] {
    let own = own.flatMap { schemas[$0] }.map { ArrayKeys.declarations(in: Array($0.utf8)) } ?? []
    return keys.identity(ofPolicyAt: path, own: own).declarations.map(\.key)
  }

  @Test("are those of the rules that match, then those of the policy's own schema")
  func order() throws {
    let keys = try keys(
      """
      {"rules": [
        {"paths": ["policies/net/**"], "schema": {"file": "other.json", "assertFormat": true}},
        {"paths": ["policies/**"], "schema": "none.json"},
        {"paths": ["policies/net/*.json"], "schema": "hosts.json"},
        {"paths": ["policies/else/**"]}
      ]}
      """)
    #expect(declared(keys, "policies/net/a.json") == ["other", "host"])
    #expect(declared(keys, "policies/net/a/b.json", own: "hosts.json") == ["other", "host"])
    #expect(declared(keys, "policies/a.json") == [])
    #expect(declared(keys, "policies/a.json", own: "hosts.json") == ["host"])
  }

  @Test(
    "are none where rules or schemas cannot be read",
    arguments: [
      "5", #"{"rules": 5}"#, #"{"rules": [5]}"#, #"{"rules": [{"schema": "hosts.json"}]}"#,
      #"{"rules": [{"paths": ["policies/**"], "schema": "broken.json"}]}"#,
      #"{"rules": [{"paths": ["policies/**"], "schema": "missing.json"}]}"#,
      #"{"rules": [{"paths": [7, "policies/a["], "schema": "hosts.json"}]}"#,
    ])
  func unreadable(_ rules: String) throws {
    #expect(declared(try keys(rules), "policies/net/a.json") == [])
  }

  @Test("leave the evident ones behind them")
  func evident() {
    #expect(
      ArrayKeys.evident.identity(ofPolicyAt: "policies/a.json", own: []) == JSONIdentity.default)
  }

  @Test("come from schemas of the policy's own name under policies/ alone")
  func ownNames() {
    #expect(ArrayKeys.ownSchema(ofPolicyAt: "policies/net/a.json") == "net/a.json")
    #expect(ArrayKeys.ownSchema(ofPolicyAt: "governance/rules.json") == nil)
  }
}
