extension Value {
  /// A span of time in nanoseconds, up to about 292 years either way.
  public struct Duration: Sendable, Hashable, Comparable {
    /// The whole span in nanoseconds.
    public let nanoseconds: Int64

    /// Makes a span.
    public init(nanoseconds: Int64) {
      self.nanoseconds = nanoseconds
    }

    /// Orders by length, negative spans first.
    public static func < (left: Duration, right: Duration) -> Bool {
      left.nanoseconds < right.nanoseconds
    }
  }
}

extension Value.Duration: CustomStringConvertible {
  /// The span in seconds with an `s`, as JSON has it: `90s`, `-1.5s`, `0.000001s`.
  public var description: String {
    let (seconds, part) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = nanoseconds < 0 ? "-" : ""
    return sign + String(seconds) + Fraction.text(ofNanoseconds: part) + "s"
  }
}

/// The part of a second in text.
enum Fraction {
  /// `.5` for 500,000,000, and nothing for 0.
  static func text(ofNanoseconds part: UInt64) -> String {
    guard part > 0 else { return "" }
    var digits = String(part)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.utf8.last == Ascii.zero { digits.removeLast() }
    return "." + digits
  }
}
