/// Offers the nearest of some names for one that does not exist.
enum NearNames {
  /// Up to three candidates within a few edits of `name`, nearest first.
  static func suggestions(for name: String, among candidates: [String]) -> [String] {
    let limit = max(2, name.utf8.count / 3)
    let scored = candidates.prefix(10_000).compactMap { candidate -> (String, Int)? in
      let distance = distance(Array(name.utf8), Array(candidate.utf8), limit: limit)
      return distance <= limit ? (candidate, distance) : nil
    }
    return scored.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// `did you mean 'a', 'b'?`, or nil when nothing is near.
  static func hint(for name: String, among candidates: [String]) -> String? {
    let near = suggestions(for: name, among: candidates)
    guard !near.isEmpty else { return nil }
    return "did you mean \(near.map { "'\($0)'" }.joined(separator: ", "))?"
  }

  /// Levenshtein's distance, given up when it must exceed `limit`.
  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    guard abs(left.count - right.count) <= limit else { return limit + 1 }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
      if row.min() ?? 0 > limit { return limit + 1 }
    }
    return row[right.count]
  }
}
