import Testing
import WritJSON

@Suite("A merge of three versions")
struct MergeTests {
  @Test("decides as its cases say", arguments: Cases.load("merges.json"))
  func cases(example: Case) throws {
    let report = JSONMerge.report(
      base: try JSONDocument(parsing: try example.text("base")),
      ours: try JSONDocument(parsing: try example.text("ours")),
      theirs: try JSONDocument(parsing: try example.text("theirs")),
      options: example.value["options"] == "strict" ? .strict : .default)
    switch report.result {
    case .merged(let document):
      #expect(String(decoding: document.bytes, as: UTF8.self) == (try example.text("merged")))
      let notes = report.notes.map { JSONValue.string("\($0.pointer) \($0.kind.rawValue)") }
      #expect(JSONValue.array(notes) == example.value["notes"] ?? [])
    case .conflicts(let conflicts):
      #expect(JSONValue.array(conflicts.map(Self.json)) == example.value["conflicts"])
    }
  }

  static func json(_ conflict: JSONConflict) -> JSONValue {
    var members: JSONObject = ["pointer": .string(conflict.pointer.description)]
    members["base"] = conflict.base
    members["ours"] = conflict.ours
    members["theirs"] = conflict.theirs
    members["reason"] = .string(conflict.reason.rawValue)
    return .object(members)
  }
}
