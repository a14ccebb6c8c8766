/// When a policy must be looked at again: an RFC 3339 date or date-time.
///
/// A date means the end of that day in UTC. Two review dates are equal when their deadlines are.
public struct ReviewDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The last instant that is in time.
  public let deadline: Instant
  /// The text as it was given.
  public let text: String

  /// Reads a date or a date-time, or gives nil.
  public init?(_ text: String) {
    do throws(TimeError) { self = try ReviewDate.parse(text) } catch { return nil }
  }

  private init(deadline: Instant, text: String) {
    self.deadline = deadline
    self.text = text
  }

  /// Reads a date or a date-time.
  ///
  /// - Throws: `TimeError` with the place in the text.
  public static func parse(_ text: String) throws(TimeError) -> ReviewDate {
    guard text.utf8.count == 10 else {
      return ReviewDate(deadline: try Instant.parse(text), text: text)
    }
    let days = try CivilDate.parse(text).daysSinceEpoch
    let lastSecond = Int64(days) * 86_400 + 86_399
    return ReviewDate(
      deadline: Instant(seconds: lastSecond, nanoseconds: 999_999_999), text: text)
  }

  /// This date, or the last of its form that is at most so many days after a time.
  ///
  /// A date lies so many days after the day of the time, a date-time so many times 24 hours.
  func held(within days: Int, of time: Instant) -> ReviewDate {
    let moved = time.adding(seconds: Int64(days) * 86_400)
    let text = isDay ? moved.date.description : moved.description
    return ReviewDate(text).map { min(self, $0) } ?? self
  }

  /// Whether it is a date, which is in time until the end of its day.
  var isDay: Bool { text.utf8.count == 10 }

  /// Whether the deadline has passed.
  public func isPast(at now: Instant) -> Bool { now > deadline }

  /// The text as it was given.
  public var description: String { text }

  /// The order of deadlines.
  public static func < (left: ReviewDate, right: ReviewDate) -> Bool {
    left.deadline < right.deadline
  }

  /// Compares deadlines.
  public static func == (left: ReviewDate, right: ReviewDate) -> Bool {
    left.deadline == right.deadline
  }

  /// Hashes the deadline.
  public func hash(into hasher: inout Hasher) { hasher.combine(deadline) }
}
