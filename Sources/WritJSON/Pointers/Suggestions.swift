/// Finds names that a mistyped one may have meant.
package enum Suggestions {
  /// At most three candidates that are few edits away, nearest first; ties keep their order.
  package static func nearest(to name: String, among candidates: [String]) -> [String] {
    let wanted = Array(name.unicodeScalars.prefix(65))
    guard wanted.count <= 64 else { return [] }
    let bound = max(1, wanted.count / 3)
    var found: [(distance: Int, order: Int, name: String)] = []
    for (order, candidate) in candidates.prefix(2_000).enumerated() {
      let letters = Array(candidate.unicodeScalars.prefix(65))
      guard abs(letters.count - wanted.count) <= bound else { continue }
      let distance = distance(wanted, letters)
      if distance <= bound { found.append((distance, order, candidate)) }
    }
    found.sort { ($0.distance, $0.order) < ($1.distance, $1.order) }
    return found.prefix(3).map(\.name)
  }

  /// A hint that asks for the nearest names, or nil when none is near.
  package static func hint(for name: String, among candidates: [String]) -> String? {
    let names = nearest(to: name, among: candidates)
    guard !names.isEmpty else { return nil }
    return "did you mean " + names.map { "\"\($0)\"" }.joined(separator: " or ") + "?"
  }

  /// The number of letters to insert, remove, replace (Levenshtein), whatever the case.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (line, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (place, other) in right.enumerated() {
        let replaced = diagonal + (fold(letter) == fold(other) ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }

  /// ASCII letters in lower case, so that a slip of case costs nothing.
  private static func fold(_ letter: Unicode.Scalar) -> UInt32 {
    (0x41...0x5A).contains(letter.value) ? letter.value + 0x20 : letter.value
  }
}
