import Testing
import WritJSON

@Suite("The list of changes")
struct DiffTests {
  static func changes(_ from: String, _ to: String) throws -> [String] {
    let from = try JSONDocument(parsing: from).value
    let to = try JSONDocument(parsing: to).value
    return JSONDiff.changes(from: from, to: to).map {
      "\($0.pointer): \($0.before?.compactText ?? "-") -> \($0.after?.compactText ?? "-")"
    }
  }

  @Test(
    "names the smallest places",
    arguments: [
      ("{}", "{}", []), ("1", "1.0", []), ("1", "2", [": 1 -> 2"]),
      (#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": 1}"#, []),
      (#"{"a": {"x": 1}}"#, #"{"a": {"x": 2, "y": 3}}"#, ["/a/x: 1 -> 2", "/a/y: - -> 3"]),
      (#"{"a": {"x": 1}}"#, #"{"a": [1]}"#, [#"/a: {"x":1} -> [1]"#]),
      ("[1, 2, 3]", "[1, 4]", ["/1: 2 -> 4", "/2: 3 -> -"]),
      ("[1]", "[1, 2]", ["/1: - -> 2"]), (#"{"a": null}"#, "{}", ["/a: null -> -"]),
      (
        #"{"z": 0, "a": 1, "b": 2, "c": 3}"#, #"{"c": 4, "n": 5, "a": 6}"#,
        ["/z: 0 -> -", "/c: 3 -> 4", "/n: - -> 5", "/a: 1 -> 6", "/b: 2 -> -"]
      ), (#"{"a/b": 1}"#, #"{"a/b": 2}"#, ["/a~1b: 1 -> 2"]),
      (#"{"é": 1}"#, "{\"e\u{301}\": 1}", ["/é: 1 -> -", "/e\u{301}: - -> 1"]),
    ] as [(String, String, [String])])
  func cases(from: String, to: String, expected: [String]) throws {
    #expect(try Self.changes(from, to) == expected)
  }
}
