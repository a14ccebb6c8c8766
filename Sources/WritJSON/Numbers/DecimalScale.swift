/// A power of ten of any size: an `Int` where it fits in 18 digits, decimal digits beyond.
///
/// A JSON number may be written with an exponent of a million digits; such numbers must compare
/// exactly and must not overflow.
enum DecimalScale: Hashable {
  /// A value below 10^18 in magnitude.
  case small(Int)
  /// A larger one: its digits (0 to 9), highest first, without leading zeros.
  case large(negative: Bool, digits: [UInt8])

  private static let limit = 1_000_000_000_000_000_000

  init(_ value: Int) {
    if value.magnitude < Self.limit.magnitude {
      self = .small(value)
    } else {
      let digits = String(value.magnitude).utf8.map { $0 - 0x30 }
      self = .large(negative: value < 0, digits: digits)
    }
  }

  /// Reads the digits of an exponent and adds an offset far below 10^18.
  init(negative: Bool, digits text: some Collection<UInt8>, plus offset: Int) {
    let digits = text.drop { $0 == 0x30 }.map { $0 - 0x30 }
    if digits.count <= 18 {
      let value = digits.reduce(0) { $0 * 10 + Int($1) }
      self.init((negative ? -value : value) + offset)
    } else {
      let sum = Self.adding(negative ? -offset : offset, to: digits)
      if sum.count <= 18 {
        let value = sum.reduce(0) { $0 * 10 + Int($1) }
        self.init(negative ? -value : value)
      } else {
        self = .large(negative: negative, digits: sum)
      }
    }
  }

  /// The value where it is small.
  var small: Int? { if case .small(let value) = self { value } else { nil } }

  /// Whether the scale is below zero.
  var isNegative: Bool {
    switch self {
    case .small(let value): value < 0
    case .large(let negative, _): negative
    }
  }

  /// Adds to a number of 19 digits or more; its sign cannot change.
  private static func adding(_ offset: Int, to digits: [UInt8]) -> [UInt8] {
    var sum = digits
    var carry = offset
    var place = sum.count - 1
    while carry != 0, place >= 0 {
      let total = Int(sum[place]) + carry
      let digit = ((total % 10) + 10) % 10
      sum[place] = UInt8(digit)
      carry = (total - digit) / 10
      place -= 1
    }
    while carry > 0 {
      sum.insert(UInt8(carry % 10), at: 0)
      carry /= 10
    }
    return Array(sum.drop { $0 == 0 })
  }
}

extension DecimalScale: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.small(let a), .small(let b)): return a < b
    case (.small, .large(let negative, _)): return !negative
    case (.large(let negative, _), .small): return negative
    case (.large(let a, let left), .large(let b, let right)):
      if a != b { return a }
      if left == right { return false }
      let less =
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
      return a ? !less : less
    }
  }
}
