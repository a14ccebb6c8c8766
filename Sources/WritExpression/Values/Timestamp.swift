extension Value {
  /// A point in time with nanoseconds, from year 1 to year 9999.
  public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int64
    /// The part of a second after `seconds`, from 0 to 999,999,999.
    public let nanoseconds: Int32

    /// 0001-01-01T00:00:00Z in seconds since 1970.
    static let earliest: Int64 = -62_135_596_800
    /// 9999-12-31T23:59:59Z in seconds since 1970.
    static let latest: Int64 = 253_402_300_799
    static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// Makes a point in time, or nil outside the years 1 to 9999 or for a part that is no part of a second.
    public init?(seconds: Int64, nanoseconds: Int32 = 0) {
      guard seconds >= Self.earliest, seconds <= Self.latest else { return nil }
      guard nanoseconds >= 0, nanoseconds < 1_000_000_000 else { return nil }
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
      (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The point a span later, or nil outside the years 1 to 9999.
    func advanced(by span: Duration) -> Timestamp? {
      let (whole, part) = span.nanoseconds.quotientAndRemainder(
        dividingBy: Self.nanosecondsPerSecond)
      var seconds = self.seconds + whole
      var nanoseconds = Int64(self.nanoseconds) + part
      if nanoseconds < 0 {
        seconds -= 1
        nanoseconds += Self.nanosecondsPerSecond
      } else if nanoseconds >= Self.nanosecondsPerSecond {
        seconds += 1
        nanoseconds -= Self.nanosecondsPerSecond
      }
      return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    /// The span from another point to this one, or nil where it is longer than a duration can be.
    func since(_ other: Timestamp) -> Duration? {
      // Both lie within 2^39 seconds of 1970, so neither difference can overflow.
      let seconds = self.seconds - other.seconds
      let part = Int64(nanoseconds) - Int64(other.nanoseconds)
      let (scaled, tooLong) = seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
      let (sum, overflow) = scaled.addingReportingOverflow(part)
      return tooLong || overflow ? nil : Duration(nanoseconds: sum)
    }
  }
}
