/// Rounding and square roots in integer arithmetic: the standard library's own call the C mathematics library, which this module does not link.
enum Rounding {
  /// From this magnitude on every double is a whole number.
  private static let whole = 0x1p52

  static func towardZero(_ value: Double) -> Double {
    guard value.magnitude < whole else { return value }
    return signed(Double(Int64(value)), like: value)
  }

  static func down(_ value: Double) -> Double {
    let cut = towardZero(value)
    return cut > value ? cut - 1 : cut
  }

  static func up(_ value: Double) -> Double {
    let cut = towardZero(value)
    return cut < value ? cut + 1 : cut
  }

  /// To the nearest whole number, a half away from zero.
  static func nearest(_ value: Double) -> Double {
    let cut = towardZero(value)
    guard (value - cut).magnitude >= 0.5 else { return cut }
    return signed(cut.magnitude + 1, like: value)
  }

  private static func signed(_ magnitude: Double, like value: Double) -> Double {
    Double(signOf: value, magnitudeOf: magnitude)
  }

  /// The integer that a number is, if it is one of the type.
  static func integer(exactly value: Double) -> Int64? {
    guard value >= -0x1p63, value < 0x1p63 else { return nil }
    let integer = Int64(value)
    return Double(integer) == value ? integer : nil
  }

  /// The unsigned integer that a number is, if it is one of the type.
  static func unsigned(exactly value: Double) -> UInt64? {
    guard value >= 0, value < 0x1p64 else { return nil }
    let integer = UInt64(value)
    return Double(integer) == value ? integer : nil
  }

  /// The correctly rounded square root; `NaN` for a number below zero.
  static func squareRoot(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return value < 0 ? .nan : value }
    var exponent = Int(value.exponent) - 52
    var significand = UInt128(UInt64(value.significand * 0x1p52))
    // With an even exponent and 110 bits below the root gets 55 bits or more, two beyond a double's.
    let shift = exponent % 2 == 0 ? 58 : 57
    significand <<= UInt128(shift)
    exponent -= shift
    var root: UInt128 = 0
    var bit: UInt128 = 1 << 112
    var rest = significand
    while bit != 0 {
      if rest >= root + bit {
        rest -= root + bit
        root = (root >> 1) + bit
      } else {
        root >>= 1
      }
      bit >>= 2
    }
    // A remainder keeps the conversion from seeing a tie where there is none.
    let sticky = UInt64(root) << 1 | (rest == 0 ? 0 : 1)
    return Double(sign: .plus, exponent: exponent / 2 - 1, significand: Double(sticky))
  }
}
