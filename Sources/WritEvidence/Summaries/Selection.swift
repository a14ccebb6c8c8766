/// Finds numbers by their rank without sorting all of them (quickselect, Hoare 1961).
struct Selection {
  private var values: [Double]

  init(_ values: [Double]) { self.values = values }

  /// The numbers at ranks from 0, which must be in order and inside the numbers.
  ///
  /// Many numbers are counted first in spans of equal width. Only those in the spans of the ranks are
  /// looked at again, so that hardly any is compared with another.
  static func values(
    at ranks: [Int], of values: [Double], from least: Double, to greatest: Double
  ) -> [Double] {
    guard values.count >= spans, let scale = scale(least, greatest) else {
      var selection = Selection(values)
      return selection.values(at: ranks)
    }
    func place(of value: Double) -> Int { Int((value - least) * scale) }
    var counts = [Int](repeating: 0, count: spans)
    for value in values { counts[place(of: value)] += 1 }
    var isWanted = [Bool](repeating: false, count: spans)
    var places: [Int] = []
    var (span, before, leftOut) = (0, 0, 0)
    for rank in ranks {
      while before + counts[span] <= rank {
        before += counts[span]
        leftOut += isWanted[span] ? 0 : counts[span]
        span += 1
      }
      isWanted[span] = true
      places.append(rank - leftOut)
    }
    var selection = Selection(values.filter { isWanted[place(of: $0)] })
    return selection.values(at: places)
  }

  private static let spans = 1_024

  /// Spans for a unit; nil when the numbers are all the same, or too close or far apart for that.
  private static func scale(_ least: Double, _ greatest: Double) -> Double? {
    let scale = Double(spans - 1) / (greatest - least)
    return scale.isFinite && scale > 0 ? scale : nil
  }

  /// The numbers at ranks from 0, which must be in order and inside the numbers.
  mutating func values(at ranks: [Int]) -> [Double] {
    var low = 0
    var isFirst = true
    return ranks.map { rank in
      if !isFirst, rank == low + 1 { bringLeast(to: rank) } else { settle(rank, from: low) }
      low = rank
      isFirst = false
      return values[rank]
    }
  }

  /// Puts the least of the numbers from a place on into that place.
  private mutating func bringLeast(to place: Int) {
    values.withUnsafeMutableBufferPointer { values in
      var least = place
      for index in place..<values.count where values[index] < values[least] { least = index }
      values.swapAt(place, least)
    }
  }

  /// Puts the number of a rank into its place, with none greater before it.
  private mutating func settle(_ rank: Int, from start: Int) {
    var low = start
    var high = values.count - 1
    values.withUnsafeMutableBufferPointer { values in
      while low < high {
        let pivot = Selection.median(values[low], values[(low + high) / 2], values[high])
        var left = low
        var right = high
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          if left <= right {
            values.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if rank <= right {
          high = right
        } else if rank >= left {
          low = left
        } else {
          return
        }
      }
    }
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
