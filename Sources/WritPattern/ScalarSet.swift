/// What one place of a pattern accepts: a union of ranges and properties, possibly negated.
struct ScalarSet: Sendable {
  /// A named property of scalars, possibly negated.
  struct Member: Sendable {
    let property: UnicodeProperty
    let negated: Bool
  }

  private let ranges: ScalarRanges
  private let negatedRanges: [ScalarRanges]
  private let members: [Member]
  private let negated: Bool
  private let ignoresCase: Bool
  /// The answers for ASCII, one bit a scalar.
  private var lowBits: UInt64 = 0
  private var highBits: UInt64 = 0

  /// Makes a set.
  ///
  /// - Parameters:
  ///   - ranges: what is in it.
  ///   - negatedRanges: classes such as `\W`, which hold what is not in the ranges.
  ///   - members: properties that are in it.
  ///   - negated: whether the set holds everything else instead.
  ///   - ignoresCase: whether a scalar is in it when one of the same case folding is.
  init(
    _ ranges: ScalarRanges, negatedRanges: [ScalarRanges] = [], members: [Member] = [],
    negated: Bool = false, ignoresCase: Bool = false
  ) {
    self.ranges = ranges
    self.negatedRanges = negatedRanges
    self.members = members
    self.negated = negated
    self.ignoresCase = ignoresCase
    for scalar: UInt32 in 0..<64 {
      if decide(scalar) { lowBits |= 1 << UInt64(scalar) }
      if decide(scalar + 64) { highBits |= 1 << UInt64(scalar) }
    }
  }

  /// Whether a scalar is in the set.
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return lowBits >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return highBits >> UInt64(scalar - 64) & 1 != 0 }
    return decide(scalar)
  }

  /// The only scalar in the set, where it plainly has just one.
  var onlyScalar: UInt32? {
    guard !negated, members.isEmpty, negatedRanges.isEmpty, ranges.ranges.count == 1 else {
      return nil
    }
    let only = ranges.ranges[0].lowerBound
    guard only == ranges.ranges[0].upperBound else { return nil }
    return ignoresCase && CaseFolding.variants(of: only).count > 1 ? nil : only
  }

  private func decide(_ scalar: UInt32) -> Bool {
    let variants = ignoresCase ? CaseFolding.variants(of: scalar) : [scalar]
    let inside =
      variants.contains(where: ranges.contains)
      || negatedRanges.contains { excluded in !variants.contains(where: excluded.contains) }
      || members.contains { member in
        variants.contains(where: member.property.holds) != member.negated
      }
    return inside != negated
  }
}
