/// Dates and times (RFC 3339, section 5.6).
enum DateTimeFormat {
  static func isDate(_ string: String) -> Bool {
    var cursor = ByteCursor(string)
    return readDate(&cursor) && cursor.isAtEnd
  }

  static func isTime(_ string: String) -> Bool {
    var cursor = ByteCursor(string)
    return readTime(&cursor) && cursor.isAtEnd
  }

  static func isDateTime(_ string: String) -> Bool {
    var cursor = ByteCursor(string)
    return readDate(&cursor) && cursor.skip("T") && readTime(&cursor) && cursor.isAtEnd
  }

  private static func readDate(_ cursor: inout ByteCursor) -> Bool {
    guard let year = cursor.number(digits: 4), cursor.skip("-"),
      let month = cursor.number(digits: 2), (1...12).contains(month), cursor.skip("-"),
      let day = cursor.number(digits: 2)
    else { return false }
    return day >= 1 && day <= days(in: month, of: year)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func readTime(_ cursor: inout ByteCursor) -> Bool {
    guard let hour = cursor.number(digits: 2), hour < 24, cursor.skip(":"),
      let minute = cursor.number(digits: 2), minute < 60, cursor.skip(":"),
      let second = cursor.number(digits: 2), second <= 60
    else { return false }
    if cursor.skip(".") {
      guard cursor.skip(while: ASCII.isDigit) > 0 else { return false }
    }
    guard let offset = readOffset(&cursor) else { return false }
    // A leap second is the last of a day in universal time (section 5.7).
    let universal = (hour * 60 + minute - offset + 2880) % 1440
    return second < 60 || universal == 1439
  }

  /// The offset from universal time in minutes.
  private static func readOffset(_ cursor: inout ByteCursor) -> Int? {
    if cursor.skip("Z") { return 0 }
    let isPositive = cursor.skip("+")
    guard isPositive || cursor.skip("-"), let hour = cursor.number(digits: 2), hour < 24,
      cursor.skip(":"), let minute = cursor.number(digits: 2), minute < 60
    else { return nil }
    return (hour * 60 + minute) * (isPositive ? 1 : -1)
  }
}
