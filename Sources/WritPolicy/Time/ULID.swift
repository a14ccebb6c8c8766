/// An id that sorts by time: 48 bits of milliseconds since 1970 and 80 random bits, written as 26
/// lower-case letters and digits of Crockford's base 32.
public struct ULID: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let length = 26
  /// What each character of ASCII stands for; nil for those that are no digit.
  private static let digits: [UInt8?] = (UInt8(0)..<128).map { byte in
    alphabet.firstIndex(of: byte).map { UInt8($0) }
  }

  /// Makes an id from values that the caller drew.
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970; more than 48 bits become the greatest value of 48 bits.
  ///   - randomHigh: the upper 16 random bits.
  ///   - randomLow: the lower 64 random bits.
  public init(milliseconds: UInt64, randomHigh: UInt16, randomLow: UInt64) {
    high = min(milliseconds, 0xFFFF_FFFF_FFFF) << 16 | UInt64(randomHigh)
    low = randomLow
  }

  /// Makes an id of an instant; one before 1970 counts as 1970.
  public init(at instant: Instant, randomHigh: UInt16, randomLow: UInt64) {
    let milliseconds = UInt64(max(0, instant.milliseconds))
    self.init(milliseconds: milliseconds, randomHigh: randomHigh, randomLow: randomLow)
  }

  /// Reads the 26 characters, or gives nil: upper case, `i l o u` and values over 128 bits are
  /// refused, so that each id has one spelling.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard bytes.count == ULID.length, let first = bytes.first, first <= UInt8(ascii: "7") else {
      return nil
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for byte in bytes {
      guard byte < 128, let digit = ULID.digits[Int(byte)] else { return nil }
      high = high << 5 | low >> 59
      low = low << 5 | UInt64(digit)
    }
    self.high = high
    self.low = low
  }

  /// When the id was made, in milliseconds since 1970.
  public var milliseconds: UInt64 { high >> 16 }

  /// When the id was made, to the millisecond; held at the year 9999.
  public var time: Instant {
    let rest = Int(milliseconds % 1000) * 1_000_000
    return Instant(seconds: Int64(milliseconds / 1000), nanoseconds: rest)
  }

  /// The 26 characters.
  public var description: String {
    var high = high
    var low = low
    return String(unsafeUninitializedCapacity: ULID.length) { digits in
      for place in stride(from: ULID.length - 1, through: 0, by: -1) {
        digits[place] = ULID.alphabet[Int(low & 31)]
        low = low >> 5 | high << 59
        high >>= 5
      }
      return ULID.length
    }
  }

  /// The order of time, then of the random bits; the same as the order of the texts' bytes.
  public static func < (left: ULID, right: ULID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
