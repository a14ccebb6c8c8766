/// Where a proportion may lie, judged by a sample (Wilson's score interval, 1927).
public struct WilsonInterval: Sendable, Equatable {
  /// The lower end, 0 to 1.
  public let low: Double
  /// The upper end, 0 to 1.
  public let high: Double

  /// The two-sided confidences that there are, with their normal quantiles.
  ///
  /// A table, and no approximation, so that every machine finds the same bytes.
  static let quantiles: [(confidence: Double, z: Double)] = [
    (0.8, 1.2815515655446004), (0.9, 1.6448536269514722), (0.95, 1.959963984540054),
    (0.98, 2.3263478740408408), (0.99, 2.5758293035489004), (0.999, 3.2905267314918945),
  ]

  /// The interval for a number of successes; nil without trials or for another confidence.
  public init?(successes: Int, of trials: Int, confidence: Double) {
    guard trials > 0, (0...trials).contains(successes),
      let z = WilsonInterval.quantiles.first(where: { $0.confidence == confidence })?.z
    else { return nil }
    let n = Double(trials)
    let rate = Double(successes) / n
    let square = z * z
    let center = rate + square / (2 * n)
    let spread = z * (rate * (1 - rate) / n + square / (4 * n * n)).squareRoot()
    let scale = 1 + square / n
    // At the ends rounding would give a bound just beside the one that is exact.
    low = successes == 0 ? 0 : max(0, (center - spread) / scale)
    high = successes == trials ? 1 : min(1, (center + spread) / scale)
  }
}
