/// The exact value of a number: `0.d1d2d3... x 10^scale`, with a sign.
///
/// The form is unique: no leading or trailing zero digits, and zero has neither digits nor sign.
struct ExactDecimal: Hashable {
  var isNegative: Bool
  /// The significant digits, 0 to 9, highest first.
  var digits: [UInt8]
  /// The power of ten that stands after the point.
  var scale: DecimalScale

  static let zero = ExactDecimal(isNegative: false, digits: [], scale: .small(0))

  var isZero: Bool { digits.isEmpty }

  /// Reads a text that obeys the JSON grammar for numbers.
  init(text: String) {
    var text = text
    self = text.withUTF8 { Self(bytes: $0) }
  }

  init(isNegative: Bool, digits: [UInt8], scale: DecimalScale) {
    self.isNegative = isNegative
    self.digits = digits
    self.scale = scale
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    let negative = bytes.first == UInt8(ascii: "-")
    var digits: [UInt8] = []
    var point: Int?
    var place = negative ? 1 : 0
    while place < bytes.count, bytes[place] != UInt8(ascii: "e"), bytes[place] != UInt8(ascii: "E")
    {
      if bytes[place] == UInt8(ascii: ".") {
        point = digits.count
      } else {
        digits.append(bytes[place] &- 0x30)
      }
      place += 1
    }
    let whole = point ?? digits.count
    let leading = digits.prefix { $0 == 0 }.count
    let trailing = digits.reversed().prefix { $0 == 0 }.count
    guard leading < digits.count else {
      self = .zero
      return
    }
    self.isNegative = negative
    self.digits = Array(digits[leading..<(digits.count - trailing)])
    let exponent = bytes.dropFirst(place + 1)
    let sign = exponent.first
    let signed = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    scale = DecimalScale(
      negative: sign == UInt8(ascii: "-"), digits: exponent.dropFirst(signed ? 1 : 0),
      plus: whole - leading)
  }

  /// Whether the value is a whole number.
  var isIntegral: Bool { isZero || scale >= DecimalScale(digits.count) }
}

extension ExactDecimal: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    if left.isZero { return !right.isZero && !right.isNegative }
    if right.isZero { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? precedes(right, left) : precedes(left, right)
  }

  /// Compares magnitudes of numbers that are not zero.
  private static func precedes(_ left: Self, _ right: Self) -> Bool {
    if left.scale != right.scale { return left.scale < right.scale }
    return left.digits.lexicographicallyPrecedes(right.digits)
  }
}
