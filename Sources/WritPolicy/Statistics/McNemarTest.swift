/// Whether two results of the same cases differ by more than chance: McNemar's test, exact.
public struct McNemarTest: Sendable, Equatable {
  /// Cases that passed before and do not now.
  public let regressions: Int
  /// Cases that did not pass before and do now.
  public let improvements: Int

  /// Takes the two counts of pairs that disagree.
  public init(regressions: Int, improvements: Int) {
    self.regressions = regressions
    self.improvements = improvements
  }

  /// The two-sided p-value under the binomial distribution with one half.
  ///
  /// Only the four operations of IEEE 754 are used, so that every machine finds the same bits.
  public var pValue: Double {
    let trials = regressions + improvements
    guard trials > 0, regressions != improvements else { return 1 }
    return min(1, 2 * McNemarTest.lowerTail(min(regressions, improvements), of: trials))
  }

  /// The p-value that the pairs which disagree would have if all went the same way.
  public var smallestPossible: Double {
    McNemarTest(regressions: regressions + improvements, improvements: 0).pValue
  }

  /// P(X <= k) for X binomial with one half: terms relative to the one at `k`, summed both ways.
  private static func lowerTail(_ k: Int, of n: Int) -> Double {
    var lower = 1.0
    var term = 1.0
    var index = k
    while index > 0, term > lower * 1e-18 {
      term *= Double(index) / Double(n - index + 1)
      lower += term
      index -= 1
    }
    var upper = 0.0
    term = 1
    index = k
    while index < n, index < n / 2 || term > (lower + upper) * 1e-18 {
      term *= Double(n - index) / Double(index + 1)
      upper += term
      index += 1
      guard upper > 1e250 else { continue }
      // The tail is lost beside this: below 1e-200 of the whole.
      if lower < 1e-200 { return 0 }
      lower *= 1e-250
      upper *= 1e-250
      term *= 1e-250
    }
    return lower / (lower + upper)
  }
}
