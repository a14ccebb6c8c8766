import Testing
import WritJSON

@Suite("How many values a text has")
struct ValueCountTests {
  /// What a reader finds: each value once, and again for what its pointer is long and deep, and for
  /// what comes before it in an array.
  private func read(_ value: JSONValue, pointer: Int, depth: Int, place: Int = 0) -> Int {
    let own = 1 + pointer / 64 + depth / 8 + place / 65_536
    switch value {
    case .array(let elements):
      return elements.enumerated().reduce(own) {
        $0 + read($1.element, pointer: pointer + 8, depth: depth + 1, place: $1.offset)
      }
    case .object(let members):
      return members.reduce(own) {
        $0 + read($1.value, pointer: pointer + $1.key.utf8.count + 2, depth: depth + 1)
      }
    default: return own
    }
  }

  private func nested(_ levels: Int, _ inside: String, key: String? = nil) -> String {
    let open = key.map { "{\"\($0)\":" } ?? "["
    let close = key == nil ? "]" : "}"
    return String(repeating: open, count: levels) + inside
      + String(repeating: close, count: levels)
  }

  @Test("Is what a reader of the whole text finds")
  func agreesWithTheReader() throws {
    let texts = [
      "0", " \"\" ", "[]", "{}", "[ ]", "[0,1,-2e5,true,false,null]", "[\"a,b\",\"c]\",\"{\"]",
      "{\"a\": 1 , \"b\":[1, {\"c\": {}}, []] }", nested(40, "[1,2,3]"),
      "[" + String(repeating: "7,", count: 140_000) + "{\"a\": 1}]",
      nested(30, "{\"x\":[1,2],\"y\":0}", key: "abcdefghijk"),
    ]
    for text in texts {
      let value = try JSONDocument(parsing: text).value
      for prefix in [0, 30, 200] {
        #expect(
          ValueCount.of(Array(text.utf8), pointer: prefix, atMost: .max)
            == read(value, pointer: prefix, depth: 0), "\(text)")
      }
    }
  }

  @Test("Ends soon behind the most that is asked for, and never fails")
  func ends() {
    let many = Array(("[" + String(repeating: "0,", count: 100_000) + "0]").utf8)
    #expect(ValueCount.of(many, pointer: 0, atMost: 10) == 11)
    for text in ["", "]", "}{", "\"abc", "\"\\", "[[[", "{\"a\"", ":::", ",,,", "[1 2 3", "{]}["] {
      #expect(ValueCount.of(Array(text.utf8), pointer: 0, atMost: .max) < 10)
    }
    let deep = Array(String(repeating: "[", count: 5_000).utf8)
    #expect(ValueCount.of(deep, pointer: 0, atMost: .max) < 200_000)
  }
}
