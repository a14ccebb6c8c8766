/// A list of patterns with `*` and `?`, separated by commas; `!` before one excludes what it
/// matches (ssh_config(5), PATTERNS).
struct PatternList: Sendable, Equatable {
  /// The list as it was written.
  let text: [UInt8]

  /// The patterns, with their exclamation marks.
  var parts: [ArraySlice<UInt8>] {
    text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
  }

  /// Whether one pattern matches and none that excludes does.
  func matches(_ name: some Collection<UInt8>) -> Bool {
    let bytes = Array(name)
    var isMatched = false
    for part in parts {
      let isExcluding = part.first == UInt8(ascii: "!")
      guard PatternList.matches(bytes, isExcluding ? part.dropFirst() : part) else { continue }
      if isExcluding { return false }
      isMatched = true
    }
    return isMatched
  }

  /// Whether one pattern matches the whole name, in time linear in each.
  static func matches(_ name: [UInt8], _ pattern: ArraySlice<UInt8>) -> Bool {
    let pattern = Array(pattern)
    var place = 0
    var index = 0
    // Where the last asterisk stood, and how far it reached.
    var star: (pattern: Int, name: Int)?
    while index < name.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, index)
        place += 1
      } else if place < pattern.count,
        pattern[place] == UInt8(ascii: "?") || pattern[place] == name[index]
      {
        place += 1
        index += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        place = last.pattern + 1
        index = last.name + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
