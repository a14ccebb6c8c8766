import Testing
import WritJSON

@Suite("Edits in place")
struct EditCaseTests {
  @Test("change only the bytes concerned", arguments: Cases.load("edits.json"))
  func edit(example: Case) throws {
    let document = try JSONDocument(parsing: try example.text("before"))
    let edited = try example.edit(document)
    #expect(String(decoding: edited.bytes, as: UTF8.self) == (try example.text("after")))
    #expect(edited.bytes == Array(try example.text("after").utf8))
  }

  @Test("tell what is missing", arguments: Cases.load("edit-errors.json"))
  func refusal(example: Case) throws {
    let document = try JSONDocument(parsing: try example.text("before"))
    let error = try #require(throws: JSONError.self) { try example.edit(document) }
    #expect(error.code.rawValue == (try example.text("error")))
    if let says = example.value["says"]?.stringValue { #expect(error.message.contains(says)) }
    if let hint = example.value["hint"]?.stringValue { #expect(error.hint == hint) }
  }

  @Test("cannot nest a document deeper than it may be read")
  func depth() throws {
    let document = try JSONDocument(parsing: "[[0]]", limits: JSONLimits(depth: 2))
    let pointer = try JSONPointer(parsing: "/0/0")
    let error = try #require(throws: JSONError.self) { try document.setting(pointer, to: [1]) }
    #expect(error.code == .tooDeep)
  }
}
