import Foundation
import Testing
import WritJSON

/// The blocks marked `json example` of docs/json.md; what a block shows is told by its members.
@Suite("The examples of docs/json.md")
struct JSONDocumentTests {
  static let examples: [Case] = {
    let page = Cases.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/json.md")
    do {
      let text = try String(contentsOf: page, encoding: .utf8)
      return try text.components(separatedBy: "```json example\n").dropFirst().map { part in
        let block = part.components(separatedBy: "\n```")[0]
        return Case(value: try JSONDocument(parsing: block).value)
      }
    } catch {
      return [Case(value: ["note": .string("the page cannot be read: \(error)")])]
    }
  }()

  private static func examples(with member: String) -> [Case] {
    examples.filter { $0.value[member] != nil }
  }

  @Test("are all of a kind that is run here")
  func kinds() {
    let kinds = ["refused", "equal", "set", "changes", "patch", "base", "canonical"]
    for kind in kinds { #expect(!Self.examples(with: kind).isEmpty, "\(kind)") }
    for example in Self.examples {
      #expect(kinds.contains { example.value[$0] != nil }, "\(example.value)")
    }
  }

  @Test("of texts that are refused", arguments: examples(with: "refused"))
  func refusals(example: Case) throws {
    for refused in try #require(example.value["refused"]?.arrayValue) {
      let text = try #require(refused["text"]?.stringValue)
      let error = try #require(throws: JSONError.self) { try JSONDocument(parsing: text) }
      #expect(error.code.rawValue == refused["code"]?.stringValue)
      #expect("\(error.line ?? 0):\(error.column ?? 0)" == refused["at"]?.stringValue)
    }
  }

  @Test("of values that are equal, and of some that are not", arguments: examples(with: "equal"))
  func equality(example: Case) throws {
    for (member, isEqual) in [("equal", true), ("different", false)] {
      for pair in try #require(example.value[member]?.arrayValue) {
        let values = try (pair.arrayValue ?? []).map {
          try JSONDocument(parsing: try #require($0.stringValue)).value
        }
        #expect((values[0] == values[1]) == isEqual, "\(pair)")
      }
    }
  }

  @Test("of an edit", arguments: examples(with: "set"))
  func edit(example: Case) throws {
    let edited = try example.edit(JSONDocument(parsing: try example.text("document")))
    #expect(edited.bytes == Array(try example.text("gives").utf8))
  }

  @Test("of changes", arguments: examples(with: "changes"))
  func changes(example: Case) throws {
    let from = try #require(example.value["from"])
    let to = try #require(example.value["to"])
    let changes = JSONDiff.changes(from: from, to: to).map {
      JSONValue.string(DiffTests.spelled($0))
    }
    #expect(JSONValue.array(changes) == example.value["changes"])
    #expect(JSONDiff.patch(from: from, to: to) == example.value["patch"])
    #expect(JSONDiff.mergePatch(from: from, to: to) == example.value["mergePatch"])
  }

  @Test("of patches", arguments: examples(with: "document").filter { $0.value["patch"] != nil })
  func patch(example: Case) throws {
    let document = try JSONDocument(parsing: try example.text("document"))
    let patch = try #require(example.value["patch"])
    guard let code = example.value["code"]?.stringValue else {
      let patched = try document.applying(patch)
      let text = String(decoding: patched.bytes, as: UTF8.self)
      #expect(text == (try example.text("gives")), "\(text)")
      return
    }
    let error = try #require(throws: JSONError.self) { try document.applying(patch) }
    #expect(error.code.rawValue == code)
  }

  @Test("of merges", arguments: examples(with: "base"))
  func merge(example: Case) throws {
    let report = JSONMerge.report(
      base: try JSONDocument(parsing: try example.text("base")),
      ours: try JSONDocument(parsing: try example.text("ours")),
      theirs: try JSONDocument(parsing: try example.text("theirs")))
    switch report.result {
    case .merged(let document):
      #expect(String(decoding: document.bytes, as: UTF8.self) == (try example.text("gives")))
      let notes = report.notes.map { JSONValue.string("\($0.pointer) \($0.kind.rawValue)") }
      #expect(JSONValue.array(notes) == example.value["notes"] ?? [])
    case .conflicts(let conflicts):
      #expect(JSONValue.array(conflicts.map { .object($0.json) }) == example.value["conflicts"])
    }
  }

  @Test("of the canonical form", arguments: examples(with: "canonical"))
  func canonical(example: Case) throws {
    let value = try JSONDocument(parsing: try example.text("canonical")).value
    for (member, numbers) in [("ieee754", CanonicalNumbers.ieee754), ("exact", .exact)] {
      let bytes = try value.canonicalBytes(numbers: numbers)
      #expect(String(decoding: bytes, as: UTF8.self) == (try example.text(member)))
    }
  }
}
