/// Pairs elements that went with elements that came between the same neighbours, keeping order.
struct Likenesses {
  private(set) var pairs: [(old: Int, new: Int)] = []

  /// Up to this many comparisons the most similar elements are sought; beyond, places decide.
  private static let bound = 1_024

  init(_ old: [JSONValue], _ new: [JSONValue], _ likeness: Alignment.Likeness) {
    guard old.count * new.count <= Self.bound, old.count <= Self.bound, new.count <= Self.bound
    else {
      pairs = zip(old.indices, new.indices).filter {
        Self.worth(old[$0.0], new[$0.1], likeness) != nil
      }.map { (old: $0.0, new: $0.1) }
      return
    }
    search(old, new, likeness)
  }

  /// What pairing two elements is worth; nil when they cannot be one.
  private static func worth(
    _ old: JSONValue, _ new: JSONValue, _ likeness: Alignment.Likeness
  ) -> Double? {
    guard old.kind == new.kind || old.isScalar && new.isScalar else { return nil }
    switch likeness {
    case .equal: return nil
    case .mostly:
      guard !old.isScalar else { return nil }
      let ratio = Similarity.ratio(old, new)
      return ratio >= 0.5 ? ratio : nil
    case .anyOfKind:
      // Any pair is better than none, so that as many as possible are made.
      return 1 + (old.isScalar ? 0 : Similarity.ratio(old, new))
    }
  }

  /// The best sum of worths over all ways to pair in order.
  private mutating func search(
    _ old: [JSONValue], _ new: [JSONValue], _ likeness: Alignment.Likeness
  ) {
    let width = new.count + 1
    var best = Array(repeating: 0.0, count: (old.count + 1) * width)
    var paired = Array(repeating: false, count: best.count)
    for a in old.indices.reversed() {
      for b in new.indices.reversed() {
        let slot = a * width + b
        let skipping = max(best[slot + 1], best[slot + width])
        best[slot] = skipping
        guard let worth = Self.worth(old[a], new[b], likeness) else { continue }
        let pairing = worth + best[slot + width + 1]
        if pairing >= skipping {
          best[slot] = pairing
          paired[slot] = true
        }
      }
    }
    var a = 0
    var b = 0
    while a < old.count, b < new.count {
      let slot = a * width + b
      if paired[slot] {
        pairs.append((a, b))
        a += 1
        b += 1
      } else if best[slot + 1] >= best[slot + width] {
        b += 1
      } else {
        a += 1
      }
    }
  }
}
