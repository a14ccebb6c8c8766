extension JSONNumber {
  /// Whether the exact value is a whole number; `1.0` and `1e400` are.
  public var isIntegral: Bool { exact.isIntegral }

  /// Whether the value is zero, in any spelling.
  public var isZero: Bool { exact.isZero }

  /// Whether the value is below zero; `-0` is not.
  public var isNegative: Bool { exact.isNegative }

  /// The value where it is whole and fits; `1.0` and `1e2` are whole.
  public var asInt64: Int64? { Int64(text) ?? exact.integer(Int64.self) }

  /// The value where it is whole, not negative, and fits.
  public var asUInt64: UInt64? { UInt64(text) ?? exact.integer(UInt64.self) }

  /// The nearest double, or nil where that would be infinite.
  public var asDouble: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The one spelling of the exact value: shortest digits, laid out as ECMAScript does.
  public var normalizedText: String { exact.text }
}

extension ExactDecimal {
  /// The value as a fixed-width integer where it is whole and in range.
  func integer<I: FixedWidthInteger>(_: I.Type) -> I? {
    if isZero { return 0 }
    guard isIntegral, let places = scale.small, places <= 20 else { return nil }
    var value: I = 0
    for place in 0..<places {
      let digit = place < digits.count ? I(digits[place]) : 0
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) =
        isNegative
        ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }
}
