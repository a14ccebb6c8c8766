/// Sorted, disjoint, closed ranges of scalar values.
struct ScalarRanges: Sendable, Equatable {
  /// The ranges, ascending, neither overlapping nor touching.
  private(set) var ranges: [ClosedRange<UInt32>] = []

  /// The largest code point.
  static let last: UInt32 = 0x10FFFF

  /// Makes the union of ranges given in any order.
  init(_ unsorted: [ClosedRange<UInt32>]) {
    for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = ranges.last, range.lowerBound <= previous.upperBound &+ 1 {
        let upper = max(previous.upperBound, range.upperBound)
        ranges[ranges.count - 1] = previous.lowerBound...upper
      } else {
        ranges.append(range)
      }
    }
  }

  /// Whether a scalar lies in one of the ranges.
  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  /// Everything that is not in the ranges.
  var complement: ScalarRanges {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return ScalarRanges(gaps)
  }

  /// What is in either of two, but not in both.
  func symmetricDifference(_ other: ScalarRanges) -> ScalarRanges {
    let outsideOne = ScalarRanges(complement.ranges + other.complement.ranges)
    let neither = ScalarRanges(ranges + other.ranges).complement
    let both = outsideOne.complement
    return ScalarRanges(both.ranges + neither.ranges).complement
  }
}
