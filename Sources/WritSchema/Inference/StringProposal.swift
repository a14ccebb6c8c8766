import WritJSON

/// What the strings at one place have in common.
struct StringProposal {
  /// The most different words that are taken for a closed set.
  private static let mostWords = 12

  private let strings: [String]
  private let isAlone: Bool

  /// - Parameters:
  ///   - strings: all strings seen at the place.
  ///   - isAlone: whether nothing but strings was seen there.
  init(_ strings: [String], isAlone: Bool) {
    self.strings = strings
    self.isAlone = isAlone
  }

  /// `enum` for a few words that keep coming back, or `format` where all strings are of one.
  var keywords: JSONObject {
    guard let first = strings.first else { return [:] }
    if isAlone, let words = closedSet { return ["enum": .array(words.map(JSONValue.string))] }
    let isVaried = strings.contains { !$0.hasSameBytes(as: first) }
    let formats: [SchemaFormat] = [.dateTime, .date, .uuid]
    guard isVaried, let format = formats.first(where: { strings.allSatisfy($0.accepts) }) else {
      return [:]
    }
    return ["format": .string(format.rawValue)]
  }

  /// The different strings in the order of their bytes, if they look like the words of a set: few,
  /// short, at least two of them, and each seen more than once.
  private var closedSet: [String]? {
    var counts: [ByteString: Int] = [:]
    for string in strings {
      counts[ByteString(string), default: 0] += 1
      guard counts.count <= Self.mostWords, Self.isWord(string) else { return nil }
    }
    guard counts.count >= 2, strings.count >= counts.count * 3,
      counts.values.allSatisfy({ $0 > 1 })
    else { return nil }
    return counts.keys.sorted().map(\.string)
  }

  private static func isWord(_ string: String) -> Bool {
    guard let first = string.utf8.first, ASCII.isLetter(first), string.utf8.count <= 32 else {
      return false
    }
    return string.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "_-".utf8.contains($0) }
  }
}
