/// Finds numbers by their rank without sorting all of them (quickselect, Hoare 1961).
struct Selection {
  private var values: [Double]

  init(_ values: [Double]) { self.values = values }

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
