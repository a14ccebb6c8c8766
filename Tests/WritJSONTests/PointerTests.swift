import Testing
import WritJSON

@Suite("JSON Pointers")
struct PointerTests {
  @Test(
    "are read and written",
    arguments: [
      ("", []), ("/", [""]), ("/a/b", ["a", "b"]), ("/a~1b", ["a/b"]), ("/m~0n", ["m~n"]),
      ("/~01", ["~1"]), ("//", ["", ""]), ("/é/0", ["é", "0"]),
    ] as [(String, [String])])
  func roundTrip(text: String, tokens: [String]) throws {
    let pointer = try JSONPointer(parsing: text)
    #expect(pointer.tokens == tokens)
    #expect(pointer.description == text)
  }

  @Test(
    "refuse bad syntax", arguments: [("a", 0), ("/~2", 1), ("/a/b~", 4), ("#/a", 0), ("/~", 1)])
  func syntax(text: String, offset: Int) throws {
    let error = try #require(throws: JSONError.self) { try JSONPointer(parsing: text) }
    #expect(error.code == .pointerSyntax)
    #expect(error.offset == offset)
  }

  @Test("lead to the values of RFC 6901")
  func examples() throws {
    let text = #"""
      {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
       " ": 7, "m~n": 8}
      """#
    let document = try JSONDocument(parsing: text)
    let expected: [(String, JSONValue)] = [
      ("", document.value), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1),
      ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
    ]
    for (pointer, value) in expected {
      #expect(document.value.value(at: try JSONPointer(parsing: pointer)) == value)
      #expect(document.root.node(at: try JSONPointer(parsing: pointer))?.value == value)
    }
    for missing in ["/foo/00", "/foo/2", "/foo/-", "/foo/+1", "/foo/0/x", "/none", "/foo/1e0"] {
      #expect(document.value.value(at: try JSONPointer(parsing: missing)) == nil)
    }
  }

  @Test("know what lies below them")
  func prefixes() throws {
    let a = try JSONPointer(parsing: "/a")
    #expect(a.isPrefix(of: a))
    #expect(a.isPrefix(of: a.appending("b")))
    #expect(!a.appending("b").isPrefix(of: a))
    #expect(!a.isPrefix(of: try JSONPointer(parsing: "/ab")))
    #expect(JSONPointer.root.isPrefix(of: a))
    #expect(a.appending(3).description == "/a/3")
    #expect(a.parent == .root)
    #expect(JSONPointer.root.parent == nil)
    #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
    #expect(a < a.appending("b"))
    #expect(a.appending("z") < JSONPointer(tokens: ["b"]))
  }
}
