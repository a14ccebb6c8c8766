import WritPolicy

/// Sums up the measurements of one metric in bounded memory.
struct MetricAccumulator: Sendable {
  /// Beyond this many measurements percentiles come from a sketch.
  static let exactLimit = 65_536

  /// Whether the group has the metric, if perhaps without a valid measurement.
  var isDeclared = false
  private(set) var count = 0
  private var mean = 0.0
  private var squares = 0.0
  private var least = Double.infinity
  private var greatest = -Double.infinity
  private var values: [Double] = []
  private var sketch: QuantileSketch?

  mutating func add(_ value: Double) {
    count += 1
    // Welford, 1962: no sum of squares that could lose all its digits.
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
    least = min(least, value)
    greatest = max(greatest, value)
    if sketch != nil {
      sketch?.add(value)
    } else if values.count < Self.exactLimit {
      values.append(value)
    } else {
      startSketch(value)
    }
  }

  private mutating func startSketch(_ value: Double) {
    var sketch = QuantileSketch()
    for old in values { sketch.add(old) }
    sketch.add(value)
    self.sketch = sketch
    values = []
  }

  func summary(name: String, unit: String?) -> MetricSummary {
    guard count > 0 else {
      return MetricSummary(name: name, unit: unit, count: 0, statistics: [])
    }
    var statistics: [MetricSummary.Statistic] = [
      .init("mean", mean), .init("min", least), .init("max", greatest),
    ]
    if count > 1 {
      statistics.append(.init("stddev", (squares / Double(count - 1)).squareRoot()))
    }
    for (percent, value) in zip(Self.percents, percentiles()) {
      statistics.append(.init("p\(percent)", value))
    }
    return MetricSummary(
      name: name, unit: unit, count: count, isExact: sketch == nil, statistics: statistics)
  }

  private static let percents = [50, 90, 95, 99]

  /// By linear interpolation between the two nearest ranks.
  private func percentiles() -> [Double] {
    let positions = Self.percents.map { Double(count - 1) * Double($0) / 100 }
    let ranks = positions.flatMap { [Int($0), min(Int($0) + 1, count - 1)] }
    let found =
      sketch?.values(at: ranks)
      ?? Selection.values(at: ranks, of: values, from: least, to: greatest)
    return positions.enumerated().map { index, position in
      let (lower, upper) = (found[2 * index], found[2 * index + 1])
      let value = lower + (position - position.rounded(.down)) * (upper - lower)
      return min(max(value, least), greatest)
    }
  }
}
