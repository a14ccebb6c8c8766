import Testing
import WritJSON

@Suite("Exact numbers")
struct NumberTests {
  static func number(_ text: String) throws -> JSONNumber { try #require(JSONNumber(text: text)) }

  @Test(
    "are equal by value, whatever the spelling",
    arguments: [
      ("1", "1.0"), ("1", "10e-1"), ("1", "0.0001E+4"), ("0", "-0"), ("0", "0.000e99999999999999"),
      ("100", "1e2"), ("1e400", "10e399"), ("1e999999999999", "10e999999999998"),
      ("1e99999999999999999999999", "0.1e100000000000000000000000"),
      ("1e1000000000000000000", "10e999999999999999999"), ("-1.50", "-15e-1"),
      ("1e-99999999999999999999999", "100e-100000000000000000000001"),
      ("123456789012345678901234567890", "1234567890123456789012345678.90e2"),
    ])
  func equal(left: String, right: String) throws {
    let (a, b) = (try Self.number(left), try Self.number(right))
    #expect(a == b)
    #expect(a.hashValue == b.hashValue)
    #expect(!(a < b) && !(b < a))
    #expect(a.normalizedText == b.normalizedText)
    #expect(a.text == left)
  }

  /// In rising order.
  static let ladder = [
    "-1e99999999999999999999999", "-1e1000000000000000000", "-1e999999999999999999", "-1e400",
    "-9007199254740993", "-9007199254740992", "-2", "-1.5", "-1", "-1e-400",
    "-1e-99999999999999999999", "0", "1e-99999999999999999999", "1e-99999999999999999998",
    "1e-400", "0.1", "0.10000000000000000001", "1", "1.5", "9.99", "10", "9007199254740992",
    "9007199254740992.5", "9007199254740993", "18446744073709551616", "1e400", "1.1e400",
    "1e999999999999", "9.9e999999999999999998", "1e999999999999999999", "1e1000000000000000000",
    "1e99999999999999999999998", "1e99999999999999999999999",
  ]

  @Test("are ordered by value")
  func order() throws {
    let numbers = try Self.ladder.map(Self.number)
    for (place, left) in numbers.enumerated() {
      for (other, right) in numbers.enumerated() {
        #expect((left < right) == (place < other), "\(left) < \(right)")
        #expect((left == right) == (place == other), "\(left) == \(right)")
      }
    }
  }

  @Test(
    "obey the grammar",
    arguments: [
      "", "-", "01", "-01", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x1", "1 ", " 1", "NaN", "1_0",
      "--1", "1e1.5", "١", "1\0",
    ])
  func grammar(text: String) { #expect(JSONNumber(text: text) == nil) }

  @Test("become integers where they are whole and fit")
  func integers() throws {
    #expect(try Self.number("1.0").asInt64 == 1)
    #expect(try Self.number("1e2").asInt64 == 100)
    #expect(try Self.number("-0").asInt64 == 0)
    #expect(try Self.number("-0.0").asUInt64 == 0)
    #expect(try Self.number("9223372036854775807").asInt64 == Int64.max)
    #expect(try Self.number("9223372036854775808").asInt64 == nil)
    #expect(try Self.number("-9223372036854775808").asInt64 == Int64.min)
    #expect(try Self.number("-9223372036854775808.00").asInt64 == Int64.min)
    #expect(try Self.number("-9223372036854775809").asInt64 == nil)
    #expect(try Self.number("18446744073709551615.0").asUInt64 == UInt64.max)
    #expect(try Self.number("18446744073709551616").asUInt64 == nil)
    #expect(try Self.number("-1").asUInt64 == nil)
    #expect(try Self.number("-1.0").asUInt64 == nil)
    #expect(try Self.number("1.5").asInt64 == nil)
    #expect(try Self.number("1e400").asInt64 == nil)
    #expect(try Self.number("1e99999999999999999999").asInt64 == nil)
    #expect(try Self.number("1e400").isIntegral)
    #expect(try !Self.number("1e-1").isIntegral)
  }

  @Test("become the nearest double, or none")
  func doubles() throws {
    #expect(try Self.number("0.1").asDouble == 0.1)
    #expect(try Self.number("9007199254740993").asDouble == 9_007_199_254_740_992)
    #expect(try Self.number("1e400").asDouble == nil)
    #expect(try Self.number("-1e999999999999").asDouble == nil)
    #expect(try Self.number("1e-400").asDouble == 0)
    #expect(try Self.number("1e-99999999999999999999").asDouble == 0)
    #expect(try Self.number("1" + String(repeating: "0", count: 300)).asDouble == 1e300)
    #expect(try Self.number("0." + String(repeating: "0", count: 5_000) + "1e5001").asDouble == 1)
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(1e21)?.text == "1e+21")
    #expect(JSONNumber(100.0)?.text == "100")
    #expect(JSONNumber(-5).text == "-5")
  }

  @Test(
    "are subtracted exactly",
    arguments: [
      ("0.3", "0.1", "0.2"), ("10", "5", "5"), ("5", "10", "-5"),
      ("1e20", "1", "99999999999999999999"),
      ("9007199254740993", "9007199254740992", "1"), ("-1", "-1", "0"), ("-1", "1", "-2"),
      ("1", "-1", "2"), ("999", "-1", "1000"), ("1e400", "1e400", "0"), ("0", "1e400", "-1e+400"),
      ("1e400", "9e399", "1e+399"), ("1e-7", "0", "1e-7"), ("100.5", "100.25", "0.25"),
      ("1e99999999999999999999", "1e99999999999999999999", "0"),
      ("1e99999999999999999999", "0", "1e+99999999999999999999"), ("0", "-0", "0"),
      ("0", "2", "-2"),
    ])
  func difference(a: String, b: String, expected: String) throws {
    #expect(JSONNumber.difference(try Self.number(a), try Self.number(b))?.text == expected)
  }

  @Test("are not subtracted where that would take too many digits")
  func boundedDifference() throws {
    #expect(JSONNumber.difference(try Self.number("1e400000"), try Self.number("1")) == nil)
    #expect(JSONNumber.difference(try Self.number("1e99999999999999999999"), 1) == nil)
    #expect(JSONNumber.difference(1, try Self.number("1e-99999999999999999999")) == nil)
  }
}
