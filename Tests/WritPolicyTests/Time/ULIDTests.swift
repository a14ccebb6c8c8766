import Testing
import WritPolicy

struct ULIDCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let text: String
  let milliseconds: UInt64?
  let randomHigh: UInt16
  let randomLow: String
  var testDescription: String { note }
}

@Suite struct ULIDTests {
  @Test(arguments: CaseFile.load("ulids", of: ULIDCase.self))
  func `an id reads as its case says`(_ one: ULIDCase) throws {
    let id = ULID(one.text)
    #expect(id?.milliseconds == one.milliseconds)
    guard let milliseconds = one.milliseconds else { return }
    let low = try #require(UInt64(one.randomLow))
    let made = ULID(milliseconds: milliseconds, randomHigh: one.randomHigh, randomLow: low)
    #expect(made == id && made.description == one.text)
  }

  @Test func `ids sort as their texts do, and read back`() {
    var random = SeededGenerator(seed: 3)
    let ids = (0..<500).map { _ in
      ULID(
        milliseconds: random.next() >> UInt64.random(in: 16...60, using: &random),
        randomHigh: UInt16.random(in: .min ... .max, using: &random), randomLow: random.next())
    }
    let texts = ids.map(\.description)
    #expect(ids.sorted().map(\.description) == texts.sorted())
    #expect(texts.map { ULID($0) } == ids)
  }

  @Test func `an id tells its time to the millisecond`() throws {
    let instant = try Instant.parse("2030-01-31T12:00:00.123456Z")
    let id = ULID(at: instant, randomHigh: 0, randomLow: 0)
    #expect(id.time.description == "2030-01-31T12:00:00.123Z")
    #expect(ULID(at: .earliest, randomHigh: 0, randomLow: 0).milliseconds == 0)
    #expect(
      ULID(milliseconds: .max, randomHigh: 0, randomLow: 0).time
        == .init(
          seconds: 281_474_976_710_655 / 1000, nanoseconds: 655_000_000))
  }
}
