import WritJSON

/// Guesses which known name was meant.
enum Suggestion {
  /// A hint that names the nearest candidate, if one is near enough.
  static func text(for name: String, among candidates: [String]) -> String? {
    nearest(to: name, among: candidates).map { "did you mean \(Excerpt.quoted($0))?" }
  }

  /// The candidate with the fewest edits, if these are at most a third of the name.
  static func nearest(to name: String, among candidates: [String]) -> String? {
    let own = Array(name.utf8)
    guard own.count >= 2, own.count <= 60 else { return nil }
    let allowed = max(1, own.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(1_000) {
      let other = Array(candidate.utf8)
      guard abs(other.count - own.count) <= allowed else { continue }
      let distance = distance(own, other)
      guard distance <= allowed, distance < best?.distance ?? Int.max else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The number of bytes to add, drop, change or swap with their neighbour; case is free.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1] + [Int](repeating: 0, count: right.count)
      for column in 0..<right.count {
        let isSame = lowered(left[row]) == lowered(right[column])
        var cost = min(previous[column + 1], current[column]) + 1
        cost = min(cost, previous[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, older[column - 1] + 1)
        }
        current[column + 1] = cost
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    ASCII.isLetter(byte) ? byte | 0x20 : byte
  }
}
