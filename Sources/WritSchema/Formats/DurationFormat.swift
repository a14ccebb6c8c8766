/// Durations (RFC 3339, appendix A): each unit is followed by the next smaller one or none.
enum DurationFormat {
  static func accepts(_ string: String) -> Bool {
    guard string.utf8.first == UInt8(ascii: "P") else { return false }
    let rest = Array(string.utf8.dropFirst())
    if rest.last == UInt8(ascii: "W") { return units(in: rest[...], among: "W") }
    let parts = rest.split(
      separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 1 { return units(in: parts[0], among: "YMD") }
    let hasDate = parts[0].isEmpty || units(in: parts[0], among: "YMD")
    return hasDate && units(in: parts[1], among: "HMS")
  }

  /// Whether a text is a row of numbers with units that stand side by side in a list, at least one.
  private static func units(in text: ArraySlice<UInt8>, among names: String) -> Bool {
    var cursor = ByteCursor(text)
    var allowed = Array(names.utf8)[...]
    var isFirst = true
    while !cursor.isAtEnd {
      guard cursor.skip(while: ASCII.isDigit) > 0, let unit = cursor.next,
        let place = allowed.firstIndex(of: unit), isFirst || place == allowed.startIndex
      else { return false }
      cursor.skipOne()
      allowed = allowed[(place + 1)...]
      isFirst = false
    }
    return !isFirst
  }
}
