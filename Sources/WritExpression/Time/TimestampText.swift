extension Value.Timestamp: CustomStringConvertible {
  /// The point in UTC as RFC 3339 has it, with as many digits of the second as it needs.
  public var description: String { text(with: .shortest) }

  func text(with fraction: Fraction) -> String {
    let days = CivilDate.floorDivide(seconds, by: 86_400)
    let date = CivilDate(daysSince1970: days)
    let second = seconds - days * 86_400
    let clock = [second / 3_600, second / 60 % 60, second % 60].map { Self.padded($0, to: 2) }
    let calendar = [
      Self.padded(date.year, to: 4), Self.padded(Int64(date.month), to: 2),
      Self.padded(Int64(date.day), to: 2),
    ]
    return calendar.joined(separator: "-") + "T" + clock.joined(separator: ":")
      + fraction.text(ofNanoseconds: UInt64(nanoseconds.magnitude)) + "Z"
  }

  private static func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// Reads a date-time of RFC 3339 (section 5.6): `1972-01-01T10:00:20.021-05:00`.
  ///
  /// Digits finer than a nanosecond are cut off. Returns nil for any other text, for a second 60 and
  /// for a point outside the years 1 to 9999.
  public init?(text: String) {
    var reader = TimestampReader(bytes: Array(text.utf8))
    guard let (seconds, nanoseconds) = reader.read() else { return nil }
    self.init(seconds: seconds, nanoseconds: nanoseconds)
  }
}

private struct TimestampReader {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() -> (seconds: Int64, nanoseconds: Int32)? {
    guard let days = readDate(), take(0x54, or: 0x74), let clock = readClock(),
      let nanoseconds = readFraction(), let offset = readOffset(), index == bytes.count
    else { return nil }
    return (days * 86_400 + clock - offset, nanoseconds)
  }

  private mutating func readDate() -> Int64? {
    guard let year = readNumber(4), take(Ascii.minus), let month = readNumber(2),
      take(Ascii.minus), let day = readNumber(2)
    else { return nil }
    guard month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= CivilDate.length(ofMonth: Int(month), year: year) else { return nil }
    return CivilDate(year: year, month: Int(month), day: Int(day)).daysSince1970
  }

  private mutating func readClock() -> Int64? {
    guard let hour = readNumber(2), take(0x3A), let minute = readNumber(2), take(0x3A),
      let second = readNumber(2)
    else { return nil }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private mutating func readFraction() -> Int32? {
    guard take(Ascii.dot) else { return 0 }
    var nanoseconds: Int32 = 0
    var weight: Int32 = 100_000_000
    let start = index
    while index < bytes.count, Ascii.isDigit(bytes[index]) {
      nanoseconds += Int32(bytes[index] - Ascii.zero) * weight
      weight /= 10
      index += 1
    }
    return index > start ? nanoseconds : nil
  }

  private mutating func readOffset() -> Int64? {
    if take(0x5A, or: 0x7A) { return 0 }
    let negative = index < bytes.count && bytes[index] == Ascii.minus
    guard negative ? take(Ascii.minus) : take(Ascii.plus) else { return nil }
    guard let hour = readNumber(2), take(0x3A), let minute = readNumber(2) else { return nil }
    guard hour < 24, minute < 60 else { return nil }
    let offset = hour * 3_600 + minute * 60
    return negative ? -offset : offset
  }

  private mutating func readNumber(_ digits: Int) -> Int64? {
    guard index + digits <= bytes.count else { return nil }
    var number: Int64 = 0
    for byte in bytes[index..<index + digits] {
      guard Ascii.isDigit(byte) else { return nil }
      number = number * 10 + Int64(byte - Ascii.zero)
    }
    index += digits
    return number
  }

  private mutating func take(_ byte: UInt8, or other: UInt8? = nil) -> Bool {
    guard index < bytes.count, bytes[index] == byte || bytes[index] == other else { return false }
    index += 1
    return true
  }
}
