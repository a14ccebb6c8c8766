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
  /// The span in seconds with an `s`, with as many digits as it needs: `90s`, `-1.5s`, `0.000001s`.
  public var description: String { text(with: .shortest) }

  func text(with fraction: Fraction) -> String {
    let (seconds, part) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = nanoseconds < 0 ? "-" : ""
    return sign + String(seconds) + fraction.text(ofNanoseconds: part) + "s"
  }
}

/// How the part of a second is written.
enum Fraction {
  /// With as many digits as it needs, as the function `string` has it.
  case shortest
  /// With 3, 6 or 9 digits, as the JSON of protocol buffers has it.
  case inThrees

  /// `.5` or `.500` for 500,000,000, and nothing for 0.
  func text(ofNanoseconds part: UInt64) -> String {
    guard part > 0 else { return "" }
    var digits = Array(String(part).utf8)
    digits = Array(repeating: Ascii.zero, count: 9 - digits.count) + digits
    let group = self == .shortest ? 1 : 3
    while digits.suffix(group).allSatisfy({ $0 == Ascii.zero }) { digits.removeLast(group) }
    return "." + String(decoding: digits, as: UTF8.self)
  }
}
