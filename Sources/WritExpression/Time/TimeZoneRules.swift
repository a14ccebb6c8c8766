/// The offsets of a time zone from UTC over time.
public struct TimeZoneRules: Sendable {
  /// When the offset changes, in seconds since 1970, ascending.
  private let transitions: [Int64]
  /// The offset in force from each transition on, in seconds east of UTC.
  private let offsets: [Int32]
  /// The offset before the first transition.
  private let initial: Int32
  /// What holds from the last transition on, year for year.
  private let recurring: RecurringRule?

  /// A zone that always has the same offset, in seconds east of UTC.
  public init(fixed offset: Int32) {
    self.init(transitions: [], offsets: [], initial: offset, recurring: nil)
  }

  init(
    transitions: [Int64], offsets: [Int32], initial: Int32, recurring: RecurringRule?
  ) {
    self.transitions = transitions
    self.offsets = offsets
    self.initial = initial
    self.recurring = recurring
  }

  /// The offset in force at a point in time, in seconds east of UTC.
  public func offset(at seconds: Int64) -> Int32 {
    guard let first = transitions.first, seconds >= first else {
      return transitions.isEmpty ? (recurring?.offset(at: seconds) ?? initial) : initial
    }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    if low == transitions.count - 1, let recurring { return recurring.offset(at: seconds) }
    return offsets[low]
  }
}
