/// The order of two values that the language can order.
enum Ordering {
  case less
  case equal
  case greater
  /// One side is `NaN`.
  case unordered

  init<Number: Comparable>(_ left: Number, _ right: Number) {
    self = left < right ? .less : (left == right ? .equal : (left > right ? .greater : .unordered))
  }

  var reversed: Ordering {
    switch self {
    case .less: .greater
    case .greater: .less
    case .equal, .unordered: self
    }
  }

  /// The order of two values of a type that has one, or nil where there is no such operator.
  init?(_ left: Value, _ right: Value) {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      self = left.isIdentical(to: right) ? .equal : (left.comesBefore(right) ? .less : .greater)
    case (.bytes(let left), .bytes(let right)):
      self =
        left == right ? .equal : (left.lexicographicallyPrecedes(right) ? .less : .greater)
    case (.bool(let left), .bool(let right)):
      self = Ordering(left ? 1 : 0, right ? 1 : 0)
    case (.timestamp(let left), .timestamp(let right)): self = Ordering(left, right)
    case (.duration(let left), .duration(let right)): self = Ordering(left, right)
    default:
      guard let order = Self.ofNumbers(left, right) else { return nil }
      self = order
    }
  }

  /// The order of two numbers of any types on one line, or nil where a value is not a number.
  static func ofNumbers(_ left: Value, _ right: Value) -> Ordering? {
    switch (left, right) {
    case (.int(let left), .int(let right)): Ordering(left, right)
    case (.uint(let left), .uint(let right)): Ordering(left, right)
    case (.double(let left), .double(let right)): Ordering(left, right)
    case (.int(let left), .uint(let right)): Self.of(left, right)
    case (.uint(let left), .int(let right)): Self.of(right, left).reversed
    case (.int(let left), .double(let right)): Self.of(left, right)
    case (.double(let left), .int(let right)): Self.of(right, left).reversed
    case (.uint(let left), .double(let right)): Self.of(left, right)
    case (.double(let left), .uint(let right)): Self.of(right, left).reversed
    default: nil
    }
  }

  private static func of(_ left: Int64, _ right: UInt64) -> Ordering {
    guard let left = UInt64(exactly: left) else { return .less }
    return Ordering(left, right)
  }

  /// An integer meets a double as its nearest double, which is what the official suite expects.
  private static func of(_ left: Int64, _ right: Double) -> Ordering {
    Ordering(Double(left), right)
  }

  private static func of(_ left: UInt64, _ right: Double) -> Ordering {
    Ordering(Double(left), right)
  }
}
