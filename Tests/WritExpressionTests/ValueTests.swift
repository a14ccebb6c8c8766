import Testing
import WritExpression
import WritJSON

@Suite struct ValueTests {
  private static func value(_ text: String) throws -> Value {
    try Value(json: JSONDocument(parsing: text).value)
  }

  @Test(
    "A JSON number is an int or a double by how it is written",
    arguments: [
      ("5", Value.int(5)), ("-5", .int(-5)), ("-0", .int(0)), ("5.0", .double(5)),
      ("5e0", .double(5)),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .double(0x1p63)), ("0.1", .double(0.1)), ("1E-400", .double(0)),
    ])
  func numbers(_ text: String, _ expected: Value) throws {
    #expect(try Self.value(text) == expected)
  }

  @Test(
    "A document that enters and leaves is the same text",
    arguments: [
      "null", "true", "[]", "{}", "[1,[2.5,[\"a\"]],{}]", "{\"b\":1,\"a\":{\"é\":[null]}}", "5.0",
      "-0.0",
      "1e+25", "9223372036854775807", "\"\\u0000\"",
    ])
  func roundTrip(_ text: String) throws {
    let json = try JSONDocument(parsing: text).value
    let back = try Value(json: json).json
    #expect(back == json)
    #expect(try Value(json: back) == Value(json: json))
  }

  @Test("Strict equality tells types apart, the language's does not")
  func equality() throws {
    #expect(Value.int(1) != .double(1))
    #expect(Value.int(1).equals(.double(1)))
    #expect(Value.double(.nan) == .double(.nan))
    #expect(!Value.double(.nan).equals(.double(.nan)))
    #expect(Value.list([.int(1)]) != .list([.uint(1)]))
    #expect(Value.list([.int(1)]).equals(.list([.uint(1)])))
    #expect(Value.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test("Maps find keys by value and refuse a key twice")
  func maps() throws {
    let map = try #require(
      Value.Map([(key: .int(1), value: .string("a")), (key: .string("x"), value: .null)]))
    #expect(map[.uint(1)] == .string("a") && map[.double(1)] == .string("a"))
    #expect(map["x"] == .null && map["y"] == nil && map.count == 2)
    #expect(Value.Map([(key: .int(1), value: .null), (key: .uint(1), value: .null)]) == nil)
    #expect(Value.Map([(key: .null, value: .null)]) == nil)
  }

  @Test("Keys that become one text cannot leave as JSON")
  func collidingKeys() throws {
    let map = try #require(
      Value.Map([(key: .int(1), value: .null), (key: .string("1"), value: .null)]))
    let error = #expect(throws: ExpressionError.self) { try Value.map(map).json }
    #expect(error?.code == .duplicateKey)
  }

  @Test("A map with many keys finds each of them, and none that is not there")
  func manyKeys() throws {
    let entries = (0..<5_000).map { (key: Value.string("key\($0)"), value: Value.int(Int64($0))) }
    let map = try #require(Value.Map(entries))
    for number in stride(from: 0, to: 5_000, by: 97) {
      #expect(map["key\(number)"] == .int(Int64(number)))
    }
    #expect(map["key5000"] == nil && map[.int(1)] == nil)
  }

  @Test("Timestamps are refused outside their years")
  func timestamps() {
    #expect(Value.Timestamp(seconds: -62_135_596_801) == nil)
    #expect(Value.Timestamp(seconds: 253_402_300_800) == nil)
    #expect(Value.Timestamp(seconds: 0, nanoseconds: 1_000_000_000) == nil)
    #expect(Value.Timestamp(seconds: 0, nanoseconds: -1) == nil)
  }

  @Test("Days from the first year to the last are written and read back")
  func calendar() {
    var seconds: Int64 = -62_135_596_800
    while seconds <= 253_402_300_799 {
      let point = Value.Timestamp(seconds: seconds)
      #expect(point.flatMap { Value.Timestamp(text: $0.description) } == point)
      // A prime number of days visits all months and leap years.
      seconds += 86_400 * 997 + 12_345
    }
  }
}
