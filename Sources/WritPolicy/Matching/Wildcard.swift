/// Matching a sequence against a pattern in which some elements stand for any number of elements.
enum Wildcard {
  /// Whether the whole text matches.
  ///
  /// Only the last wildcard met is ever widened again: an earlier one can gain nothing, since what
  /// lies between the two matched at its first place. So at most `pattern * text` comparisons are
  /// made, whatever the pattern.
  ///
  /// - Parameters:
  ///   - pattern: how many elements the pattern has.
  ///   - text: how many elements the text has.
  ///   - isWildcard: whether the element of the pattern stands for any number of elements.
  ///   - matches: whether an element of the pattern matches one of the text.
  static func matches(
    pattern: Int, text: Int, isWildcard: (Int) -> Bool, matches: (Int, Int) -> Bool
  ) -> Bool {
    var place = 0
    var read = 0
    var retry: (place: Int, read: Int)?
    while read < text {
      if place < pattern, isWildcard(place) {
        place += 1
        retry = (place, read)
      } else if place < pattern, matches(place, read) {
        place += 1
        read += 1
      } else if let last = retry {
        place = last.place
        read = last.read + 1
        retry = (place, read)
      } else {
        return false
      }
    }
    while place < pattern, isWildcard(place) { place += 1 }
    return place == pattern
  }
}
