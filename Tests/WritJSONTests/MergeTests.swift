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
      #expect(JSONValue.array(conflicts.map { .object($0.json) }) == example.value["conflicts"])
    }
  }

  @Test("that conflicts is marked at what the sides disagree on, and nowhere else")
  func markers() throws {
    let base = try JSONDocument(
      parsing: "{\n  \"a\": 1,\n  \"b\": 1,\n  \"c\": 1,\n  \"d\": 1\n}\n")
    let ours = try base.setting(JSONPointer(parsing: "/a"), to: 2)
      .setting(JSONPointer(parsing: "/d"), to: 5)
    let theirs = try base.setting(JSONPointer(parsing: "/a"), to: 3)
      .setting(JSONPointer(parsing: "/b"), to: 7)
    let text = JSONMerge.marked(base: base, ours: ours, theirs: theirs)
    #expect(
      String(decoding: text, as: UTF8.self) == """
        {
        <<<<<<< ours
          "a": 2,
        =======
          "a": 3,
        >>>>>>> theirs
          "b": 7,
          "c": 1,
          "d": 5
        }

        """)
    #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
  }

  @Test("of texts that are no JSON is one of lines")
  func lines() {
    let base = Array("a\nb\nc\n".utf8)
    let clean = JSONMerge.mergeLines(
      base: base, ours: Array("x\nb\nc\n".utf8), theirs: Array("a\nb\ny\n".utf8))
    #expect(clean.isClean)
    #expect(clean.text == Array("x\nb\ny\n".utf8))
    let marked = JSONMerge.mergeLines(
      base: base, ours: Array("x\nb\nc\n".utf8), theirs: Array("y\nb\nc".utf8))
    #expect(!marked.isClean)
    #expect(
      String(decoding: marked.text, as: UTF8.self)
        == "<<<<<<< ours\nx\nb\nc\n=======\ny\nb\nc\n>>>>>>> theirs\n")
  }
}
