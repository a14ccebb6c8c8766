/// Brings the items of two sides into one order.
enum OrderMerge {
  /// The keys of both sides in the order of ours, those that only theirs has after the key that
  /// they follow there; in the order of bytes where all three sides keep it.
  static func keys(_ ours: [String], _ theirs: [String], base: [String]) -> [String] {
    var numbering = Numbering<ByteString>()
    let left = numbering.numbers(of: ours.map(ByteString.init))
    let right = numbering.numbers(of: theirs.map(ByteString.init))
    let old = numbering.numbers(of: base.map(ByteString.init))
    let names = ours + theirs.filter { key in !ours.contains { $0.hasSameBytes(as: key) } }
    if ours.count > 1, theirs.count > 1, isSorted(ours), isSorted(theirs) {
      return names.sorted { $0.bytesPrecede($1) }
    }
    return united(left, right, base: Set(old), isLeadByOurs: true).map { names[$0] }
  }

  /// Whether strings stand in the order of their bytes.
  static func isSorted(_ names: [String]) -> Bool {
    zip(names, names.dropFirst()).allSatisfy { !$1.bytesPrecede($0) }
  }

  /// The items of two arrays without repetition in one order, or nil where each side changed the
  /// order of the common items in its own way.
  static func sequence(_ ours: [Int], _ theirs: [Int], base: [Int]) -> [Int]? {
    let isOursSteady = isSteady(ours, base)
    let isTheirsSteady = isSteady(theirs, base)
    if !isOursSteady, !isTheirsSteady, !isSteady(ours, theirs) { return nil }
    return isTheirsSteady || !isOursSteady
      ? united(ours, theirs, base: Set(base), isLeadByOurs: true)
      : united(theirs, ours, base: Set(base), isLeadByOurs: false)
  }

  /// Whether the items that both have stand in one order.
  private static func isSteady(_ side: [Int], _ base: [Int]) -> Bool {
    let mine = Set(side)
    let other = Set(base)
    return side.filter(other.contains) == base.filter(mine.contains)
  }

  /// The lead's items in their order and the other side's own after those they follow; where both
  /// added at one place, ours come first.
  private static func united(
    _ lead: [Int], _ other: [Int], base: Set<Int>, isLeadByOurs: Bool
  ) -> [Int] {
    let leading = Set(lead)
    let following = Set(other)
    var followers: [Int: [Int]] = [:]
    var anchor = -1
    for item in other {
      if leading.contains(item) {
        anchor = item
      } else {
        followers[anchor, default: []].append(item)
      }
    }
    var result: [Int] = []
    var waiting = followers[-1] ?? []
    for item in lead {
      let isOwn = !base.contains(item) && !following.contains(item)
      if !isOwn || !isLeadByOurs {
        result += waiting
        waiting = []
      }
      result.append(item)
      waiting += followers[item] ?? []
    }
    return result + waiting
  }
}
