import Testing
import WritJSON

@Suite("Values")
struct ValueTests {
  @Test("of objects are equal in any order and keep their own")
  func objectOrder() {
    let a: JSONValue = ["x": 1, "y": [1, 2.5, .null, true]]
    let b: JSONValue = ["y": [1.0, 2.5, .null, true], "x": 1]
    #expect(a == b)
    #expect(a.hashValue == b.hashValue)
    #expect(a.objectValue?.keys == ["x", "y"])
    #expect(b.objectValue?.keys == ["y", "x"])
    #expect(a != ["x": 1])
    #expect(["a": 1, "b": 2] as JSONValue != ["a": 1, "c": 2])
    #expect([1, 2] as JSONValue != [2, 1])
    #expect(JSONValue.null != false)
    #expect("1" as JSONValue != 1)
  }

  @Test("compare strings by bytes")
  func bytes() {
    #expect("\u{E9}" as JSONValue != "e\u{301}")
    #expect("\u{212B}" as JSONValue != "A\u{30A}")
    #expect(Set(["\u{E9}" as JSONValue, "e\u{301}"]).count == 2)
  }

  @Test("of objects can be set and removed", arguments: [3, 8, 9, 200])
  func setting(size: Int) {
    var object = JSONObject()
    for place in 0..<size { object["k\(place)"] = .number(JSONNumber(place)) }
    object["k1"] = "changed"
    object["k0"] = nil
    object["none"] = nil
    #expect(object.count == size - 1)
    #expect(object.keys.first == "k1")
    #expect(object["k1"] == "changed")
    #expect(object["k0"] == nil)
    #expect(object["k\(size - 1)"]?.intValue == size - 1)
    #expect(object.position(of: "k\(size - 1)") == size - 2)
    object["k0"] = 0
    #expect(object.keys.last == "k0")
  }

  @Test("give access by kind only")
  func access() {
    let value: JSONValue = ["s": "t", "n": 1.0, "b": false, "a": [1], "z": .null]
    #expect(value["s"]?.stringValue == "t")
    #expect(value["n"]?.intValue == 1)
    #expect(value["n"]?.doubleValue == 1)
    #expect(value["b"]?.boolValue == false)
    #expect(value["a"]?[0] == 1)
    #expect(value["a"]?[1] == nil)
    #expect(value["z"]?.isNull == true)
    #expect(value["s"]?.intValue == nil)
    #expect(value["none"] == nil)
    #expect(value[0] == nil)
  }

  @Test("are written with the indentation asked for")
  func serialized() {
    let value: JSONValue = ["b": [1, [], JSONValue.object([:])], "a": "é/\u{7F}\u{1F}"]
    let text = String(decoding: value.serialized(indent: 2), as: UTF8.self)
    #expect(
      text == """
        {
          "b": [
            1,
            [],
            {}
          ],
          "a": "é/\u{7F}\\u001f"
        }

        """)
    #expect(value.compactText == "{\"b\":[1,[],{}],\"a\":\"é/\u{7F}\\u001f\"}")
  }
}
