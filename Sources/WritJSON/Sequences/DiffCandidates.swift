/// Leaves out of a comparison what cannot or should not decide it: the common start and end, items
/// that the other side does not have, and very frequent items in the midst of such.
struct DiffCandidates {
  private(set) var removed: [Bool]
  private(set) var added: [Bool]
  private(set) var oldNumbers: [Int] = []
  private(set) var newNumbers: [Int] = []
  private(set) var oldPlaces: [Int] = []
  private(set) var newPlaces: [Int] = []

  /// How an item takes part.
  private enum Rank: UInt8 { case unmatched, rare, frequent }

  /// Beyond this count of equals an item is frequent, however long the sequence.
  private static let frequencyLimit = 1024
  /// How far around a frequent item its neighbours are looked at.
  private static let window = 100

  init(_ old: [Int], _ new: [Int]) {
    removed = Array(repeating: false, count: old.count)
    added = Array(repeating: false, count: new.count)
    let shorter = min(old.count, new.count)
    var head = 0
    while head < shorter, old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    let oldRange = head..<(old.count - tail)
    let newRange = head..<(new.count - tail)
    if oldRange.isEmpty || newRange.isEmpty {
      for place in oldRange { removed[place] = true }
      for place in newRange { added[place] = true }
      return
    }
    let bound = max(old.max() ?? 0, new.max() ?? 0) + 1
    (oldPlaces, removed) = Self.select(
      old, oldRange, counts: Self.counts(new, bound), limit: Self.limit(old.count))
    (newPlaces, added) = Self.select(
      new, newRange, counts: Self.counts(old, bound), limit: Self.limit(new.count))
    oldNumbers = oldPlaces.map { old[$0] }
    newNumbers = newPlaces.map { new[$0] }
  }

  /// A power of two near the square root.
  static func roughRoot(_ number: Int) -> Int {
    var root = 1
    var rest = number
    while rest > 0 {
      root <<= 1
      rest >>= 2
    }
    return root
  }

  private static func limit(_ count: Int) -> Int { min(roughRoot(count), frequencyLimit) }

  private static func counts(_ numbers: [Int], _ bound: Int) -> [Int] {
    var counts = Array(repeating: 0, count: bound)
    for number in numbers { counts[number] += 1 }
    return counts
  }

  /// The places that take part, and the marks of those that do not.
  private static func select(
    _ numbers: [Int], _ range: Range<Int>, counts: [Int], limit: Int
  ) -> (places: [Int], marks: [Bool]) {
    let ranks = range.map { place -> Rank in
      let count = counts[numbers[place]]
      return count == 0 ? .unmatched : count >= limit ? .frequent : .rare
    }
    var places: [Int] = []
    var marks = Array(repeating: false, count: numbers.count)
    for (offset, rank) in ranks.enumerated() {
      let place = range.lowerBound + offset
      if rank == .rare || rank == .frequent && !isDrowned(ranks, offset) {
        places.append(place)
      } else {
        marks[place] = true
      }
    }
    return (places, marks)
  }

  /// Whether a frequent item stands among items without partners, so that it would only mislead.
  private static func isDrowned(_ ranks: [Rank], _ offset: Int) -> Bool {
    let low = max(0, offset - window)
    let high = min(ranks.count - 1, offset + window)
    let before = run(ranks, stride(from: offset - 1, through: low, by: -1))
    if before.unmatched == 0 { return false }
    let after = run(ranks, stride(from: offset + 1, through: high, by: 1))
    if after.unmatched == 0 { return false }
    let frequent = before.frequent + after.frequent + 2
    return frequent * 4 < frequent + before.unmatched + after.unmatched
  }

  /// Counts neighbours up to the first rare one.
  private static func run(
    _ ranks: [Rank], _ places: StrideThrough<Int>
  ) -> (unmatched: Int, frequent: Int) {
    var unmatched = 0
    var frequent = 0
    for place in places {
      switch ranks[place] {
      case .unmatched: unmatched += 1
      case .frequent: frequent += 1
      case .rare: return (unmatched, frequent)
      }
    }
    return (unmatched, frequent)
  }
}
