import Testing
import WritJSON

/// Numbers as bytes against the reader of whole texts.
@Suite struct DecimalTextTests {
  private func double(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { DecimalText.double(of: $0) }
  }

  @Test(
    "A number is the nearest double",
    arguments: [
      "0", "-0", "0.0", "1", "-1", "10", "0.1", "0.009577180821190572", "123456789.123456789",
      "9007199254740993", "9007199254740992", "0.30000000000000004", "1e3", "1E-3", "2.5e10",
      "99999999999999999999", "0.00000000000000000000001", "1.7976931348623157e308", "5e-324",
      "12345678901234567890.5", "100000000000000000000000", "0.1000000000000000055511151231257827",
    ])
  func nearest(text: String) throws {
    let found = try #require(double(text))
    let expected = try #require(Double(text))
    #expect(found.bitPattern == expected.bitPattern)
  }

  @Test(
    "What is no number of JSON is none",
    arguments: [
      "", "-", "+1", "01", "-01", "00", ".5", "5.", "1.", "-.5", "1e", "1e+", "0x10", "nan", "inf",
      "1 ", " 1", "1,0", "1_0", "--1", "1.2.3", "1e999", "\u{661}",
    ])
  func refused(text: String) { #expect(double(text) == nil) }

  @Test("Many numbers are read as the standard library reads them")
  func random() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...20, using: &generator)
      let places = Int.random(in: 0...30, using: &generator)
      var text = "\(Int.random(in: 1...9, using: &generator))"
      for _ in 1..<max(2, digits) { text += "\(Int.random(in: 0...9, using: &generator))" }
      if places > 0 {
        text += "."
        for _ in 0..<places { text += "\(Int.random(in: 0...9, using: &generator))" }
      }
      #expect(double(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }
}
