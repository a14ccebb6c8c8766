import Foundation
import Testing
import WritPolicy

struct InstantCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let text: String
  let seconds: Int64?
  let nanoseconds: Int
  let output: String?
  let code: String?
  var testDescription: String { note }
}

struct ReviewDateCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let text: String
  let deadline: String?
  var testDescription: String { note }
}

@Suite struct TimeTests {
  @Test(arguments: CaseFile.load("instants", of: InstantCase.self))
  func `a date-time reads as its case says`(_ one: InstantCase) {
    do throws(TimeError) {
      let instant = try Instant.parse(one.text)
      #expect(instant.seconds == one.seconds && instant.nanoseconds == one.nanoseconds)
      #expect(instant.description == one.output)
    } catch {
      #expect(error.code.rawValue == one.code)
    }
  }

  @Test(arguments: CaseFile.load("reviewdates", of: ReviewDateCase.self))
  func `a review date has the deadline that its case says`(_ one: ReviewDateCase) {
    #expect(ReviewDate(one.text)?.deadline.description == one.deadline)
  }

  @Test func `a review date is past after its deadline, not at it`() throws {
    let date = try ReviewDate.parse("2030-01-31")
    #expect(!date.isPast(at: date.deadline))
    #expect(date.isPast(at: try Instant.parse("2030-02-01T00:00:00Z")))
    #expect(try ReviewDate.parse("2030-01-31") > ReviewDate.parse("2030-01-31T23:59:59Z"))
  }

  @Test func `days agree with the system's calendar over all years`() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // From 1600 on: earlier, Foundation may count by the Julian calendar.
    for days in stride(from: -135_140, through: 2_932_896, by: 1_009) {
      let instant = Instant(seconds: Int64(days) * 86_400)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let date = instant.date
      #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
      #expect(date.daysSinceEpoch == days)
    }
  }

  @Test func `every day follows the day before`() throws {
    var date = Instant.earliest.date
    for days in (Instant.earliest.seconds / 86_400 + 1)...(-678_000) {
      let next = Instant(seconds: days * 86_400).date
      #expect(date < next && next.daysSinceEpoch == Int(days))
      date = next
    }
  }

  @Test func `instants out of range stop at its ends`() {
    #expect(Instant(seconds: .max) == .latest && Instant(seconds: .min) == .earliest)
    #expect(Instant.latest.adding(seconds: .max) == .latest)
    #expect(Instant.earliest.adding(seconds: .min) == .earliest)
    #expect(Instant(seconds: 0, nanoseconds: -5) == Instant(seconds: 0))
  }
}
