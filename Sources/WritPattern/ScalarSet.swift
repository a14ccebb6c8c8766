/// A set of ASCII characters.
struct ASCIIBits: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Whether a scalar below 128 is in the set.
  func contains(_ scalar: UInt32) -> Bool {
    let half = scalar < 64 ? low : high
    return half &>> UInt64(scalar & 63) & 1 != 0
  }

  /// Adds a scalar below 128.
  mutating func insert(_ scalar: UInt32) {
    if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
  }
}

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
  private(set) var asciiBits = ASCIIBits()

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
    for scalar: UInt32 in 0..<128 where decide(scalar) { asciiBits.insert(scalar) }
  }

  /// Whether a scalar is in the set.
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 128 ? asciiBits.contains(scalar) : decide(scalar)
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
