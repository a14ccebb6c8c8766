/// The offsets of a time zone that repeat every year, from the form that POSIX gives them in TZ (`CET-1CEST,M3.5.0,M10.5.0/3`), with the extensions of RFC 8536, section 3.3.1.
struct RecurringRule: Sendable {
  private let standard: Int32
  private let summer: Summer?

  private struct Summer: Sendable {
    let offset: Int32
    let start: YearlyMoment
    let end: YearlyMoment
  }

  init?(_ text: String) {
    var reader = PosixReader(Array(text.utf8))
    guard reader.skipName(), let standard = reader.offset() else { return nil }
    self.standard = -standard
    guard !reader.isAtEnd else {
      summer = nil
      return
    }
    guard reader.skipName() else { return nil }
    var offset = -standard + 3_600
    if !reader.isAt(0x2C) {
      guard let written = reader.offset() else { return nil }
      offset = -written
    }
    guard let start = reader.moment(), let end = reader.moment(), reader.isAtEnd else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  func offset(at seconds: Int64) -> Int32 {
    guard let summer else { return standard }
    let local = seconds + Int64(standard)
    let year = CivilDate(daysSince1970: CivilDate.floorDivide(local, by: 86_400)).year
    // Start and end are told in the time that is in force before them.
    let start = summer.start.seconds(in: year) - Int64(standard)
    let end = summer.end.seconds(in: year) - Int64(summer.offset)
    let isSummer =
      start <= end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isSummer ? summer.offset : standard
  }
}

/// A moment of each year in local time.
struct YearlyMoment: Sendable {
  enum Day: Sendable {
    /// The n-th (5: the last) weekday of a month; 0 is Sunday.
    case weekday(month: Int, week: Int, day: Int)
    /// A day from 1 to 365 that does not count the 29th of February.
    case withoutLeapDay(Int)
    /// A day from 0 to 365.
    case ofYear(Int)
  }

  let day: Day
  let time: Int32

  /// Seconds since 1970 as if the local time were UTC.
  func seconds(in year: Int64) -> Int64 {
    let first = CivilDate(year: year, month: 1, day: 1).daysSince1970
    let days: Int64
    switch day {
    case .ofYear(let day): days = first + Int64(day)
    case .withoutLeapDay(let day):
      days = first + Int64(day) - (CivilDate.isLeap(year) && day >= 60 ? 0 : 1)
    case .weekday(let month, let week, let day):
      let start = CivilDate(year: year, month: month, day: 1).daysSince1970
      let skipped = (Int64(day) - CivilDate.dayOfWeek(daysSince1970: start) + 7) % 7
      var candidate = start + skipped + Int64(week - 1) * 7
      let length = Int64(CivilDate.length(ofMonth: month, year: year))
      while candidate >= start + length { candidate -= 7 }
      days = candidate
    }
    return days * 86_400 + Int64(time)
  }
}

/// Reads the parts of a POSIX TZ text.
private struct PosixReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { index == bytes.count }

  func isAt(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

  /// Steps past `CET` or `<+0330>`.
  mutating func skipName() -> Bool {
    let start = index
    if isAt(0x3C) {
      while index < bytes.count, !isAt(0x3E) { index += 1 }
      guard isAt(0x3E) else { return false }
      index += 1
      return true
    }
    while index < bytes.count, Ascii.isLetter(bytes[index]) { index += 1 }
    return index - start >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds; hours up to 167.
  mutating func offset() -> Int32? {
    let isNegative = isAt(Ascii.minus)
    if isNegative || isAt(Ascii.plus) { index += 1 }
    guard let hours = number(most: 167) else { return nil }
    var seconds = Int32(hours) * 3_600
    for unit in [Int32(60), 1] where isAt(0x3A) {
      index += 1
      guard let part = number(most: 59) else { return nil }
      seconds += Int32(part) * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `,M3.5.0/2`, `,J60` or `,59/3`.
  mutating func moment() -> YearlyMoment? {
    guard take(0x2C), let day = day() else { return nil }
    guard take(Ascii.slash) else { return YearlyMoment(day: day, time: 7_200) }
    return offset().map { YearlyMoment(day: day, time: $0) }
  }

  private mutating func day() -> YearlyMoment.Day? {
    if take(0x4D) {
      guard let month = number(most: 12), take(Ascii.dot), let week = number(most: 5),
        take(Ascii.dot), let day = number(most: 6), month > 0, week > 0
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
    if take(0x4A) { return number(most: 365).map(YearlyMoment.Day.withoutLeapDay) }
    return number(most: 365).map(YearlyMoment.Day.ofYear)
  }

  private mutating func number(most: Int) -> Int? {
    var value: Int?
    while index < bytes.count, Ascii.isDigit(bytes[index]), (value ?? 0) <= most {
      value = (value ?? 0) * 10 + Int(bytes[index] - Ascii.zero)
      index += 1
    }
    guard let value, value <= most else { return nil }
    return value
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard isAt(byte) else { return false }
    index += 1
    return true
  }
}
