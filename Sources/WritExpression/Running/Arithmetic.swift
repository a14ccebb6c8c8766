/// The arithmetic operators. Nothing wraps around and nothing is converted.
enum Arithmetic {
  static func negated(_ value: Value) throws(Failure) -> Value {
    switch value {
    case .int(let value):
      guard value != Int64.min else { throw .overflow(.int) }
      return .int(-value)
    case .double(let value): return .double(-value)
    default: throw Failure(.noMatchingOverload, "There is no -\(value.kind.title).")
    }
  }

  static func compute(
    _ operation: Instruction.Operation, _ left: Value, _ right: Value
  ) throws(Failure) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .int(try integer(operation, left, right, .int))
    case (.double(let left), .double(let right)):
      return .double(try double(operation, left, right))
    case (.uint(let left), .uint(let right)):
      return .uint(try integer(operation, left, right, .uint))
    default:
      guard let result = try time(operation, left, right) else {
        throw .noOperator(symbol(operation), left, right)
      }
      return result
    }
  }

  @inline(__always)
  private static func integer<Number: FixedWidthInteger>(
    _ operation: Instruction.Operation, _ left: Number, _ right: Number, _ kind: Value.Kind
  ) throws(Failure) -> Number {
    let (result, overflow): (Number, Bool)
    switch operation {
    case .add: (result, overflow) = left.addingReportingOverflow(right)
    case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
    case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
    default:
      guard right != 0 else { throw divisionByZero(operation) }
      // The least integer by -1 overflows for the remainder as for the quotient.
      (result, overflow) =
        operation == .divide
        ? left.dividedReportingOverflow(by: right)
        : left.remainderReportingOverflow(dividingBy: right)
    }
    guard !overflow else { throw .overflow(kind) }
    return result
  }

  @inline(__always)
  private static func double(
    _ operation: Instruction.Operation, _ left: Double, _ right: Double
  ) throws(Failure) -> Double {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide: return left / right
    default: throw .noOperator("%", .double(left), .double(right))
    }
  }

  private static func divisionByZero(_ operation: Instruction.Operation) -> Failure {
    Failure(
      .divisionByZero,
      operation == .divide ? "The division is by zero." : "The remainder is of a division by zero.")
  }

  /// Sums and differences of timestamps and durations; nil where there is no such operator.
  private static func time(
    _ operation: Instruction.Operation, _ left: Value, _ right: Value
  ) throws(Failure) -> Value? {
    switch (operation, left, right) {
    case (.add, .timestamp(let point), .duration(let span)),
      (.add, .duration(let span), .timestamp(let point)):
      return try timestamp(point.advanced(by: span))
    case (.subtract, .timestamp(let point), .duration(let span)):
      guard span.nanoseconds != Int64.min else { throw .overflow(.duration) }
      let back = Value.Duration(nanoseconds: -span.nanoseconds)
      return try timestamp(point.advanced(by: back))
    case (.subtract, .timestamp(let left), .timestamp(let right)):
      guard let span = left.since(right) else { throw .overflow(.duration) }
      return .duration(span)
    case (.add, .duration(let left), .duration(let right)),
      (.subtract, .duration(let left), .duration(let right)):
      let sum = try integer(operation, left.nanoseconds, right.nanoseconds, .duration)
      return .duration(Value.Duration(nanoseconds: sum))
    default: return nil
    }
  }

  private static func timestamp(_ point: Value.Timestamp?) throws(Failure) -> Value {
    guard let point else { throw .overflow(.timestamp) }
    return .timestamp(point)
  }

  static func symbol(_ operation: Instruction.Operation) -> String {
    switch operation {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    default: "%"
    }
  }
}
