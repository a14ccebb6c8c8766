extension JSONNumber {
  /// The most digits that an exact difference may take.
  static let differenceDigits = 1_000

  /// The exact value of `a - b`, in its normalised spelling.
  ///
  /// Nil only when writing both numbers out would take more than 1,000 digits, as for
  /// `1e400000 - 1`.
  public static func difference(_ a: JSONNumber, _ b: JSONNumber) -> JSONNumber? {
    var negated = b.exact
    negated.isNegative.toggle()
    guard let sum = a.exact.adding(negated) else { return nil }
    return JSONNumber(checkedText: sum.text)
  }
}

extension ExactDecimal {
  /// The exact sum, or nil when the digits needed exceed the bound.
  fileprivate func adding(_ other: ExactDecimal) -> ExactDecimal? {
    if isZero { return other.isZero ? .zero : other }
    if other.isZero { return self }
    guard let high = scale.small, let otherHigh = other.scale.small else {
      // Beyond 18-digit exponents only equal magnitudes cancel within any bound.
      let cancels = scale == other.scale && digits == other.digits && isNegative != other.isNegative
      return cancels ? .zero : nil
    }
    let top = max(high, otherHigh)
    let bottom = min(high - digits.count, otherHigh - other.digits.count)
    let width = top - bottom
    guard width <= JSONNumber.differenceDigits else { return nil }
    let left = aligned(top: top, width: width)
    let right = other.aligned(top: top, width: width)
    if isNegative == other.isNegative {
      return Self.normal(Self.sum(left, right), negative: isNegative, scale: top + 1)
    }
    let leftIsLarger = !left.lexicographicallyPrecedes(right)
    return Self.normal(
      leftIsLarger ? Self.gap(left, right) : Self.gap(right, left),
      negative: leftIsLarger ? isNegative : other.isNegative, scale: top + 1)
  }

  /// The digits at fixed places, padded with zeros on both sides.
  private func aligned(top: Int, width: Int) -> [UInt8] {
    let padding = top - (scale.small ?? top)
    let head = [UInt8](repeating: 0, count: padding) + digits
    return head + [UInt8](repeating: 0, count: width - head.count)
  }

  /// Adds digit by digit; the result has one digit more in front.
  private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = [0] + left
    for place in right.indices.reversed() {
      result[place + 1] += right[place]
      if result[place + 1] > 9 {
        result[place + 1] -= 10
        result[place] += 1
      }
    }
    return result
  }

  /// Subtracts the smaller from the larger; the result has one zero more in front.
  private static func gap(_ larger: [UInt8], _ smaller: [UInt8]) -> [UInt8] {
    var result = [0] + larger
    var borrow: UInt8 = 0
    for place in smaller.indices.reversed() {
      let taken = smaller[place] + borrow
      borrow = result[place + 1] < taken ? 1 : 0
      result[place + 1] = result[place + 1] + borrow * 10 - taken
    }
    return result
  }

  private static func normal(_ digits: [UInt8], negative: Bool, scale: Int) -> ExactDecimal {
    let leading = digits.prefix { $0 == 0 }.count
    guard leading < digits.count else { return .zero }
    let trailing = digits.reversed().prefix { $0 == 0 }.count
    return ExactDecimal(
      isNegative: negative, digits: Array(digits[leading..<(digits.count - trailing)]),
      scale: DecimalScale(scale - leading))
  }
}
