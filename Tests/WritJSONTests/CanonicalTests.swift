import Testing
import WritJSON
import WritTesting

@Suite("The canonical form")
struct CanonicalTests {
  static let suite = SharedData.names("jcs/input")

  @Test(
    "is that of the published cases",
    .enabled(if: SharedData.has("jcs"), "\(SharedData.missing)"), arguments: suite)
  func published(name: String) throws {
    let input = try JSONDocument(parsing: try SharedData.bytes("jcs/input/\(name)"))
    let output = try SharedData.bytes("jcs/output/\(name)")
    #expect(try input.value.canonicalBytes(numbers: .ieee754) == output)
    #expect(try input.value.canonicalBytes(numbers: .exact) == output)
  }

  /// RFC 8785, appendix B: bit patterns of doubles and their spelling.
  static let doubles: [(UInt64, String)] = [
    (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
    (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
    (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
    (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"),
    (0x4340_0000_0000_0000, "9007199254740992"), (0xC340_0000_0000_0000, "-9007199254740992"),
    (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"),
    (0x44B5_2D02_C7E1_4AF6, "1e+23"), (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
    (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
    (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
    (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
    (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
    (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
    (0x41B3_DE43_5555_5557, "333333333.33333343"),
    (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
    (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
  ]

  @Test("spells doubles as RFC 8785 lists them", arguments: doubles)
  func appendixB(bits: UInt64, expected: String) throws {
    let number = try #require(JSONNumber(Double(bitPattern: bits)))
    let bytes = try JSONValue.number(number).canonicalBytes(numbers: .ieee754)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("sorts keys by UTF-16 code units")
  func sorting() throws {
    // RFC 8785, 3.2.3.
    let text = #"""
      {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
       "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
       "\u00f6": "Latin Small Letter O With Diaeresis"}
      """#
    let bytes = try JSONDocument(parsing: text).value.canonicalBytes(numbers: .ieee754)
    let keys = try JSONDocument(parsing: bytes).value.objectValue?.keys
    #expect(keys == ["\r", "1", "\u{80}", "ö", "€", "\u{1F600}", "\u{FB33}"])
  }

  @Test(
    "keeps apart what a double would merge, where exactness is asked for",
    arguments: [
      ("9007199254740993", "9007199254740993", "9007199254740992"), ("1.0", "1", "1"),
      ("-0", "0", "0"), ("0.1", "0.1", "0.1"), ("4.50", "4.5", "4.5"), ("2e-3", "0.002", "0.002"),
      ("1E30", "1e+30", "1e+30"), ("0.000000000000000000000000001", "1e-27", "1e-27"),
      ("333333333.33333329", "333333333.33333329", "333333333.3333333"),
      ("0.10000000000000000001", "0.10000000000000000001", "0.1"), ("1e-400", "1e-400", "0"),
      ("18446744073709551616", "18446744073709551616", "18446744073709552000"),
      ("1.0000000000000000000000001e30", "1.0000000000000000000000001e+30", "1e+30"),
    ])
  func exact(text: String, exact: String, ieee754: String) throws {
    let value = JSONValue.number(try #require(JSONNumber(text: text)))
    #expect(String(decoding: try value.canonicalBytes(numbers: .exact), as: UTF8.self) == exact)
    #expect(String(decoding: try value.canonicalBytes(numbers: .ieee754), as: UTF8.self) == ieee754)
  }

  @Test("is refused for numbers beyond a double, and exact otherwise")
  func overflow() throws {
    let value = try JSONDocument(parsing: "[1e400]").value
    let error = try #require(throws: JSONError.self) { try value.canonicalBytes(numbers: .ieee754) }
    #expect(error.code == .numberRange)
    #expect(try value.canonicalBytes(numbers: .exact) == Array("[1e+400]".utf8))
  }
}
