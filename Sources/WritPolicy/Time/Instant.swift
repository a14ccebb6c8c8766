/// A point in time: seconds since 1970-01-01T00:00:00Z without leap seconds, and nanoseconds.
///
/// Every instant lies in the years 0 to 9999, so that each one has an RFC 3339 form.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Whole seconds since 1970, negative before.
  public let seconds: Int64
  /// Nanoseconds into the second, 0 to 999,999,999.
  public let nanoseconds: Int

  /// 0000-01-01T00:00:00Z.
  public static let earliest = Instant(seconds: -62_167_219_200)
  /// The last nanosecond of the year 9999.
  public static let latest = Instant(seconds: 253_402_300_799, nanoseconds: 999_999_999)

  /// Makes an instant; values out of range become the nearest instant there is.
  public init(seconds: Int64, nanoseconds: Int = 0) {
    let bounds: ClosedRange<Int64> = -62_167_219_200...253_402_300_799
    self.seconds = min(max(seconds, bounds.lowerBound), bounds.upperBound)
    if self.seconds == seconds {
      self.nanoseconds = min(max(nanoseconds, 0), 999_999_999)
    } else {
      self.nanoseconds = seconds < self.seconds ? 0 : 999_999_999
    }
  }

  /// Milliseconds since 1970, rounded down.
  public var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds / 1_000_000) }

  /// This instant moved by whole seconds, held at the ends of the range.
  public func adding(seconds delta: Int64) -> Instant {
    let (sum, overflow) = seconds.addingReportingOverflow(delta)
    if overflow { return delta < 0 ? .earliest : .latest }
    return Instant(seconds: sum, nanoseconds: nanoseconds)
  }

  /// The day in UTC.
  public var date: CivilDate { CivilDate(daysSinceEpoch: Int(dayAndSecond.day)) }

  private var dayAndSecond: (day: Int64, second: Int64) {
    let second = seconds % 86_400
    return second < 0
      ? (seconds / 86_400 - 1, second + 86_400) : (seconds / 86_400, second)
  }

  /// The RFC 3339 form in UTC; a fraction of a second stands only where there is one.
  public var description: String {
    let second = Int(dayAndSecond.second)
    let time = [second / 3600, second / 60 % 60, second % 60].map { Digits.pad($0, 2) }
    return "\(date)T\(time.text(separatedBy: ":"))\(fraction)Z"
  }

  private var fraction: String {
    guard nanoseconds > 0 else { return "" }
    var digits = Digits.pad(nanoseconds, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  /// The order of time.
  public static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
