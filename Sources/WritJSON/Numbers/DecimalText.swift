/// Decimal numbers as bytes.
public enum DecimalText {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// As many powers of five as 64 bits hold.
  private static let fives: [UInt64] = (0..<27).reduce(into: [1]) { fives, _ in
    fives.append(fives[fives.count - 1] * 5)
  }
  private static let mostPlaces = 27

  /// The double nearest to a number in the grammar of JSON, or nil when the bytes are none or it is
  /// beyond a double's range.
  ///
  /// A number with few digits is an integer divided by a power of ten that a double holds exactly,
  /// and so is rounded once (Clinger, 1990). With up to 19 digits the division is one of integers.
  /// Others take the slow way.
  public static func double(of bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    var index = start
    var mantissa: UInt64 = 0
    while index < bytes.count, bytes[index] &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- 0x30)
      index += 1
    }
    let whole = index - start
    guard whole == 1 || whole > 1 && bytes[start] != 0x30 else { return slowly(bytes) }
    var places = 0
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      let point = index
      index += 1
      while index < bytes.count, bytes[index] &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- 0x30)
        index += 1
      }
      places = index - point - 1
      guard places > 0, places <= mostPlaces else { return slowly(bytes) }
    }
    guard index == bytes.count, holds(bytes, from: start, digits: whole + places) else {
      return slowly(bytes)
    }
    let size = quotient(mantissa, places)
    return isNegative ? -size : size
  }

  /// Whether 64 bits hold the digits; zeros that a number below one begins with are none.
  @inline(__always)
  private static func holds(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, digits: Int
  ) -> Bool {
    if digits <= 19 { return true }
    let leading = bytes[start...].prefix { $0 == 0x30 || $0 == UInt8(ascii: ".") }
    return digits - leading.count { $0 == 0x30 } <= 19
  }

  @inline(__always)
  private static func quotient(_ mantissa: UInt64, _ places: Int) -> Double {
    // A conversion from an integer is rounded once, and exact up to 2^53.
    if places == 0 { return Double(mantissa) }
    if mantissa <= 1 << 53, places < powers.count { return Double(mantissa) / powers[places] }
    return longQuotient(mantissa, places)
  }

  private static func longQuotient(_ mantissa: UInt64, _ places: Int) -> Double {
    let divisor = fives[places]
    let zeros = mantissa.leadingZeroBitCount
    let divisorZeros = divisor.leadingZeroBitCount
    // With one bit less than the divisor the dividend gives a quotient of 63 or 64 bits.
    let whole = mantissa << zeros
    let (quotient, remainder) = (divisor << divisorZeros).dividingFullWidth(
      (whole >> 1, whole << 63))
    // Of these 53 are kept; the last one of the others says that there is more.
    let rounded = Double(remainder == 0 ? quotient : quotient | 1)
    return Double(
      sign: .plus, exponent: divisorZeros - zeros - 63 - places, significand: rounded)
  }

  private static func slowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    JSONNumber(text: String(decoding: bytes, as: UTF8.self))?.asDouble
  }
}
