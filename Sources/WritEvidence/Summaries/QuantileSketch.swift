/// Counts of numbers by size, from which percentiles come within 0.1 %.
///
/// A bucket is the sign, the exponent and the first nine bits of the fraction, as they stand in the
/// number itself: no logarithm is taken, so that every machine finds the same bytes.
struct QuantileSketch: Sendable {
  private var counts: [Int32: Int] = [:]
  private(set) var count = 0

  private static let shift: UInt64 = 52 - 9

  mutating func add(_ value: Double) {
    counts[Self.bucket(value), default: 0] += 1
    count += 1
  }

  /// Buckets are ordered as the numbers in them.
  private static func bucket(_ value: Double) -> Int32 {
    let index = Int32(truncatingIfNeeded: value.magnitude.bitPattern >> shift)
    return value < 0 ? -index - 1 : index
  }

  private static func middle(_ bucket: Int32) -> Double {
    let index = UInt64(bucket < 0 ? -bucket - 1 : bucket)
    // The first bucket is zero with what is next to it.
    let size = index == 0 ? 0 : Double(bitPattern: index << shift | 1 << (shift - 1))
    return bucket < 0 ? -size : size
  }

  /// The numbers at ranks from 0, which must be in order.
  func values(at ranks: [Int]) -> [Double] {
    var result: [Double] = []
    var passed = 0
    for (bucket, number) in counts.sorted(by: { $0.key < $1.key }) {
      passed += number
      while result.count < ranks.count, ranks[result.count] < passed {
        result.append(Self.middle(bucket))
      }
    }
    return result
  }
}
