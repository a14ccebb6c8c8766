/// The functions of the `math` namespace.
enum MathFunctions {
  static func call(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch function {
    case .greatest, .least: return try extreme(function, arguments)
    case .absolute: return try absolute(arguments[0])
    case .sign: return try sign(arguments[0])
    case .squareRoot: return .double(Rounding.squareRoot(try number(arguments[0], "math.sqrt")))
    case .bitAnd, .bitOr, .bitXor, .bitNot: return try bits(function, arguments)
    case .shiftLeft, .shiftRight: return try shifted(function, arguments)
    default: return try ofDouble(function, arguments[0])
    }
  }

  private static func extreme(
    _ function: Function, _ arguments: [Value]
  ) throws(Failure) -> Value {
    var numbers = arguments
    if arguments.count == 1, case .list(let list) = arguments[0] { numbers = list.elements }
    let name = function == .greatest ? "math.greatest" : "math.least"
    guard var best = numbers.first else {
      throw Failure(.badArgument, "\(name)() needs at least one number.")
    }
    for number in numbers {
      guard let order = Ordering.ofNumbers(number, best) else { throw .noOverload(name, numbers) }
      let isBetter = function == .greatest ? order == .greater : order == .less
      if isBetter { best = number }
    }
    return best
  }

  private static func absolute(_ value: Value) throws(Failure) -> Value {
    switch value {
    case .int(let value):
      guard value != Int64.min else { throw .overflow(.int) }
      return .int(abs(value))
    case .uint: return value
    case .double(let value): return .double(value.magnitude)
    default: throw .noOverload("math.abs", [value])
    }
  }

  private static func sign(_ value: Value) throws(Failure) -> Value {
    switch value {
    case .int(let value): return .int(value.signum())
    case .uint(let value): return .uint(value == 0 ? 0 : 1)
    case .double(let value):
      return .double(value.isNaN ? value : (value > 0 ? 1 : (value < 0 ? -1 : 0)))
    default: throw .noOverload("math.sign", [value])
    }
  }

  private static func number(_ value: Value, _ name: String) throws(Failure) -> Double {
    switch value {
    case .int(let value): return Double(value)
    case .uint(let value): return Double(value)
    case .double(let value): return value
    default: throw .noOverload(name, [value])
    }
  }

  private static func ofDouble(_ function: Function, _ value: Value) throws(Failure) -> Value {
    guard case .double(let number) = value else {
      throw Failure(
        .noMatchingOverload, "There is no math.\(name(function))(\(value.kind.title)).",
        hint: value.isNumber ? "convert it with double(...)" : nil)
    }
    switch function {
    case .ceiling: return .double(Rounding.up(number))
    case .floor: return .double(Rounding.down(number))
    case .round: return .double(Rounding.nearest(number))
    case .truncate: return .double(Rounding.towardZero(number))
    case .isNaN: return .bool(number.isNaN)
    case .isInfinite: return .bool(number.isInfinite)
    default: return .bool(number.isFinite)
    }
  }

  private static func name(_ function: Function) -> String {
    switch function {
    case .ceiling: "ceil"
    case .truncate: "trunc"
    case .isInfinite: "isInf"
    default: "\(function)"
    }
  }

  private static func bits(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch (arguments[0], arguments[arguments.count - 1]) {
    case (.int(let left), .int(let right)): return .int(combine(function, left, right))
    case (.uint(let left), .uint(let right)): return .uint(combine(function, left, right))
    default: throw .noOverload("math.\(function)", arguments)
    }
  }

  private static func combine<Number: FixedWidthInteger>(
    _ function: Function, _ left: Number, _ right: Number
  ) -> Number {
    switch function {
    case .bitAnd: left & right
    case .bitOr: left | right
    case .bitXor: left ^ right
    default: ~left
    }
  }

  /// Bits that leave are lost and zeros come in, on the right side of a negative number too.
  private static func shifted(
    _ function: Function, _ arguments: [Value]
  ) throws(Failure) -> Value {
    guard case .int(let distance) = arguments[1] else {
      throw .noOverload("math.bitShift", arguments)
    }
    guard distance >= 0 else {
      throw Failure(.badArgument, "The distance \(distance) of a shift is negative.")
    }
    switch arguments[0] {
    case .int(let value):
      let pattern = shift(function, UInt64(bitPattern: value), distance)
      return .int(Int64(bitPattern: pattern))
    case .uint(let value): return .uint(shift(function, value, distance))
    default: throw .noOverload("math.bitShift", arguments)
    }
  }

  private static func shift(_ function: Function, _ value: UInt64, _ distance: Int64) -> UInt64 {
    function == .shiftLeft ? value << distance : value >> distance
  }
}
