internal import WritPolicy

/// How long a server asks to wait (RFC 9110, 10.2.3): a number of seconds, or a date.
enum RetryAfter {
  /// The seconds; nil when nothing, or nothing that can be understood, is said.
  ///
  /// - Parameters:
  ///   - field: the field `Retry-After`.
  ///   - date: the field `Date` of the same answer. A date is held against it, so that it does not
  ///     matter what the clock of this machine shows.
  static func seconds(_ field: String?, date: String?) -> Double? {
    guard let field else { return nil }
    if let seconds = Double(field) { return seconds.isFinite && seconds >= 0 ? seconds : nil }
    guard let date, let until = instant(field), let now = instant(date) else { return nil }
    return max(0, Double(until.seconds - now.seconds))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads a date in one of the three forms that HTTP knows (RFC 9110, 5.6.7).
  static func instant(_ text: String) -> Instant? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
    switch words.count {
    case 6 where words[5] == "GMT": return instant(words[1], words[2], words[3], words[4])
    case 5: return instant(words[2], words[1], words[4], words[3])
    default: return nil
    }
  }

  private static func instant(
    _ day: String, _ month: String, _ year: String, _ time: String
  ) -> Instant? {
    guard let index = months.firstIndex(of: month), var number = Int(year),
      (1...2).contains(day.utf8.count)
    else { return nil }
    if year.utf8.count == 2 { number += number < 70 ? 2_000 : 1_900 }
    func two(_ text: String) -> String { text.utf8.count == 1 ? "0\(text)" : text }
    do throws(TimeError) {
      return try Instant.parse("\(number)-\(two("\(index + 1)"))-\(two(day))T\(time)Z")
    } catch {
      return nil
    }
  }
}
