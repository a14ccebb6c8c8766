import WritPolicy

/// Times on the command line.
enum TimeOption {
  /// An RFC 3339 date-time, or a date, which means its first second in UTC.
  ///
  /// - Parameter isEnd: whether the time ends a range: then a date means the end of that day.
  static func read(_ text: String, _ option: String, isEnd: Bool = false) throws -> Instant {
    do throws(TimeError) {
      guard text.utf8.count == 10 else { return try Instant.parse(text) }
      let days = try CivilDate.parse(text).daysSinceEpoch
      return Instant(seconds: Int64(days + (isEnd ? 1 : 0)) * 86_400)
    } catch {
      throw UsageError(
        "\(option) '\(text.oneLine)': \(error.sentence)",
        hint: "write a date such as 2030-01-31, or a time such as 2030-01-31T12:00:00Z")
    }
  }
}
