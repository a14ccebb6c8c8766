extension Instant {
  /// Reads an RFC 3339 date-time (section 5.6) with any offset.
  ///
  /// `t` and `z` are taken as `T` and `Z`; digits of a fraction beyond nanoseconds are dropped. A
  /// leap second is refused: it has no number of its own in seconds since 1970.
  ///
  /// - Throws: `TimeError` with the place in the text.
  public static func parse(_ text: String) throws(TimeError) -> Instant {
    var reader = TimeReader(text, example: "`2030-01-31T12:00:00Z`, with the offset from UTC")
    let date = try reader.date()
    try reader.separator()
    let second = try reader.timeOfDay()
    let nanoseconds = try reader.fraction()
    let offset = try reader.offset()
    try reader.end()
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(second - offset)
    let instant = Instant(seconds: seconds, nanoseconds: nanoseconds)
    guard instant.seconds == seconds else {
      throw TimeError(
        code: .range, sentence: "The time is outside the years 0 to 9999.", offset: 0,
        hint: "Write a time inside them.")
    }
    return instant
  }
}

extension CivilDate {
  /// Reads an RFC 3339 full-date, `YYYY-MM-DD`.
  ///
  /// - Throws: `TimeError` with the place in the text.
  public static func parse(_ text: String) throws(TimeError) -> CivilDate {
    var reader = TimeReader(text, example: "`2030-01-31`")
    let date = try reader.date()
    try reader.end()
    return date
  }
}

/// Reads the parts of an RFC 3339 text from left to right.
private struct TimeReader {
  private let bytes: [UInt8]
  private var position = 0

  /// How a text of the form that is wanted looks.
  private let example: String

  init(_ text: String, example: String) {
    bytes = Array(text.utf8)
    self.example = example
  }

  mutating func date() throws(TimeError) -> CivilDate {
    let year = try number(4)
    try expect("-")
    let month = try number(2)
    try expect("-")
    let day = try number(2)
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw range("The date \(Digits.pad(year, 4))-\(Digits.pad(month, 2))-\(Digits.pad(day, 2))")
    }
    return date
  }

  mutating func separator() throws(TimeError) {
    guard next == UInt8(ascii: "T") || next == UInt8(ascii: "t") else { throw syntax() }
    position += 1
  }

  /// Seconds from midnight.
  mutating func timeOfDay() throws(TimeError) -> Int {
    let hour = try number(2)
    try expect(":")
    let minute = try number(2)
    try expect(":")
    let second = try number(2)
    if second == 60, hour <= 23, minute <= 59 {
      throw TimeError(
        code: .leapSecond, sentence: "The time is a leap second.", offset: position - 2,
        hint: "Write second 59 or the second after.")
    }
    guard hour <= 23, minute <= 59, second <= 59 else { throw range("The time of day") }
    return hour * 3600 + minute * 60 + second
  }

  /// Nanoseconds.
  mutating func fraction() throws(TimeError) -> Int {
    guard next == UInt8(ascii: ".") else { return 0 }
    position += 1
    guard let first = next, Ascii.isDigit(first) else { throw syntax() }
    var value = 0
    var weight = 100_000_000
    while let byte = next, Ascii.isDigit(byte) {
      value += Int(byte - UInt8(ascii: "0")) * weight
      weight /= 10
      position += 1
    }
    return value
  }

  /// Seconds east of UTC.
  mutating func offset() throws(TimeError) -> Int {
    guard let mark = next else { throw syntax() }
    position += 1
    if mark == UInt8(ascii: "Z") || mark == UInt8(ascii: "z") { return 0 }
    guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-") else {
      position -= 1
      throw syntax()
    }
    let hour = try number(2)
    try expect(":")
    let minute = try number(2)
    guard hour <= 23, minute <= 59 else { throw range("The offset from UTC") }
    let seconds = hour * 3600 + minute * 60
    return mark == UInt8(ascii: "-") ? -seconds : seconds
  }

  func end() throws(TimeError) {
    if next != nil { throw syntax() }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func number(_ width: Int) throws(TimeError) -> Int {
    var value = 0
    for _ in 0..<width {
      guard let byte = next, Ascii.isDigit(byte) else { throw syntax() }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      position += 1
    }
    return value
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(TimeError) {
    guard next == UInt8(ascii: mark) else { throw syntax() }
    position += 1
  }

  private func syntax() -> TimeError {
    TimeError(
      code: .syntax, sentence: "The text is not an RFC 3339 time at byte \(position).",
      offset: position, hint: "Write \(example).")
  }

  private func range(_ what: String) -> TimeError {
    TimeError(
      code: .range, sentence: "\(what) does not exist.", offset: position,
      hint: "Write a day and a time that exist.")
  }
}
