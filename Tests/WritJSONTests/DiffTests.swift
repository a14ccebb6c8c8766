import Testing
import WritJSON

@Suite("The list of changes")
struct DiffTests {
  /// A change as its cases spell it.
  static func spelled(_ change: JSONChange) -> String {
    let from = change.from.map { " (\(change.isMove ? "moved from" : "was") \($0))" } ?? ""
    return "\(change.pointer)\(from): \(change.before?.compactText ?? "-")"
      + " -> \(change.after?.compactText ?? "-")"
  }

  @Test("names the smallest places", arguments: Cases.load("diffs.json"))
  func cases(example: Case) throws {
    let from = try JSONDocument(parsing: try example.text("from")).value
    let to = try JSONDocument(parsing: try example.text("to")).value
    let expected = try #require(example.value["changes"]?.arrayValue).compactMap(\.stringValue)
    #expect(JSONDiff.changes(from: from, to: to).map(Self.spelled) == expected)
    if let byPlace = example.value["byPlace"]?.arrayValue?.compactMap(\.stringValue) {
      #expect(JSONDiff.changesByPlace(from: from, to: to).map(Self.spelled) == byPlace)
    }
    let patch = JSONDiff.patch(from: from, to: to)
    if let expected = example.value["patch"] { #expect(patch == expected) }
    let document = try JSONDocument(parsing: try example.text("from"))
    #expect(try document.applying(patch).value == to)
    let mergePatch = JSONDiff.mergePatch(from: from, to: to)
    if let expected = example.value["mergePatch"] {
      #expect(mergePatch == (expected.isNull ? nil : expected))
    }
    if let mergePatch { #expect(try document.applying(mergePatch).value == to) }
  }

  @Test("takes a declared key, at its place only")
  func declared() throws {
    let from = try JSONDocument(
      parsing: #"{"a": [{"k": 1, "v": 1}, {"k": 2, "v": 1}], "b": [{"k": 1}, {"k": 2}]}"#)
    let to = try JSONDocument(
      parsing: #"{"a": [{"k": 2, "v": 2}, {"k": 1, "v": 1}], "b": [{"k": 2}, {"k": 1}]}"#)
    let identity = JSONIdentity(declarations: [.init(path: ["a"], key: "k")])
    let changes = JSONDiff.changes(from: from.value, to: to.value, identity: identity)
    #expect(changes.map(\.isMove) == [true, true])
    #expect(changes[0].before == ["k": 2, "v": 1])
    #expect(changes[0].after == ["k": 2, "v": 2])
  }
}
