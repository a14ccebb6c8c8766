/// Finds the known name that a mistyped one was meant to be.
enum Suggestion {
  private static let longest = 64
  private static let most = 2_000

  /// A `did you mean` sentence for the nearest candidate, if one is near enough to be meant.
  static func hint(for name: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: name, among: candidates).map { "did you mean '\($0)'?" }
  }

  static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8)
    guard !wanted.isEmpty, wanted.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(most) {
      let bytes = Array(candidate.utf8)
      guard bytes.count <= longest, bytes != wanted else { continue }
      let distance = editDistance(wanted, bytes)
      guard distance <= allowed(wanted.count) else { continue }
      if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  private static func allowed(_ length: Int) -> Int {
    length <= 3 ? 1 : (length <= 7 ? 2 : 3)
  }

  /// The Damerau-Levenshtein distance without repeated edits, letters compared without case.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        let same = folded(left[row]) == folded(right[column])
        var cost = previous[column] + (same ? 0 : 1)
        cost = min(cost, previous[column + 1] + 1, current[column] + 1)
        let swapped =
          row > 0 && column > 0 && folded(left[row]) == folded(right[column - 1])
          && folded(left[row - 1]) == folded(right[column])
        if swapped { cost = min(cost, before[column - 1] + 1) }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    Ascii.isLetter(byte) ? byte | 0x20 : byte
  }
}
