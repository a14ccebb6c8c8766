import WritJSON

/// What a schema says about numbers.
struct NumberRules: Sendable {
  /// A bound, with its value as a machine integer where it is one.
  struct Bound: Sendable {
    let number: JSONNumber
    private let small: Int64?

    init(_ number: JSONNumber) {
      self.number = number
      small = number.asInt64
    }

    /// Whether a number lies below the bound; `small` is its value as a machine integer.
    func isAbove(_ other: JSONNumber, small otherSmall: Int64?) -> Bool {
      if let small, let otherSmall { return otherSmall < small }
      return other < number
    }

    /// Whether a number lies above the bound.
    func isBelow(_ other: JSONNumber, small otherSmall: Int64?) -> Bool {
      if let small, let otherSmall { return otherSmall > small }
      return number < other
    }
  }

  var minimum: Bound?
  var maximum: Bound?
  var exclusiveMinimum: Bound?
  var exclusiveMaximum: Bound?
  var divisor: Divisor?

  var isEmpty: Bool {
    minimum == nil && maximum == nil && exclusiveMinimum == nil && exclusiveMaximum == nil
      && divisor == nil
  }
}

/// The value of `multipleOf`, for exact decimal division.
struct Divisor: Sendable {
  let number: JSONNumber
  private let parts: DecimalParts
  /// The digits as a machine integer, where they are few enough for a remainder to be shifted.
  private let small: UInt64?

  init(_ number: JSONNumber) {
    self.number = number
    parts = DecimalParts(number)
    let isSmall = parts.digits.count <= 18
    small = isSmall ? parts.digits.reduce(0) { $0 * 10 + UInt64($1) } : nil
  }

  /// Whether a number is a whole multiple.
  ///
  /// With both as whole digits times a power of ten, the quotient is whole only if the power of
  /// ten does not fall short, for the digits of the number end in no zero.
  func divides(_ number: JSONNumber) -> Bool {
    let other = DecimalParts(number)
    guard !other.digits.isEmpty, !parts.digits.isEmpty else { return other.digits.isEmpty }
    let shift = other.exponent - parts.exponent
    guard shift >= 0 else { return false }
    // Beyond four times the digits of the divisor another zero changes nothing: the divisor has
    // fewer factors 2 and 5 than that.
    let zeros = min(shift, parts.digits.count * 4)
    let digits = other.digits + [UInt8](repeating: 0, count: zeros)
    if let small { return digits.reduce(0) { ($0 * 10 + UInt64($1)) % small } == 0 }
    return DecimalParts.remainderIsZero(of: digits, by: parts.digits)
  }
}
