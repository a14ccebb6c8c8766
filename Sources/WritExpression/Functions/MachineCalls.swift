extension Machine {
  mutating func call(_ instruction: Instruction) throws(Failure) {
    let count = Int(instruction.b)
    let arguments = Array(stack.suffix(count))
    stack.removeLast(count)
    guard let function = Function(rawValue: UInt8(truncatingIfNeeded: instruction.a)) else {
      throw Failure(.unknownFunction, "There is no such function.")
    }
    try charge(arguments.reduce(0) { $0 + $1.weight } / 32)
    stack.append(try result(of: function, arguments, adapts: instruction.adapts))
  }

  private mutating func result(
    of function: Function, _ arguments: [Value], adapts: Bool
  ) throws(Failure) -> Value {
    switch function {
    case .size: return try Self.size(arguments)
    case .contains, .startsWith, .endsWith, .matches: return try search(function, arguments)
    case .type: return .type(arguments[0].kind)
    case .dyn: return arguments[0]
    case .int, .uint, .double, .string, .bytes, .bool, .timestamp, .duration:
      return try Conversion.convert(arguments[0], to: function)
    case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear,
      .getHours, .getMinutes, .getSeconds, .getMilliseconds:
      if arguments.count > 1 { try charge(32) }
      return try TimeFunctions.part(function, arguments, &needWorkspace().zones)
    case .optionalNone, .optionalOf, .optionalOfNonZero, .hasValue, .value, .first, .last,
      .unwrapOptionals:
      return try OptionalFunctions.call(function, arguments)
    case .base64Encode, .base64Decode: return try base64(function, arguments)
    case .charAt, .indexOf, .lastIndexOf, .join, .lowerAscii, .upperAscii, .replace, .split,
      .substring, .trim, .reverse, .format, .quote:
      return try text(function, arguments)
    default:
      return try MathFunctions.call(
        function, adapts ? Self.adapted(function, arguments) : arguments)
    }
  }

  private static func size(_ arguments: [Value]) throws(Failure) -> Value {
    switch arguments[0] {
    case .string(let text): return .int(Int64(text.unicodeScalars.count))
    case .bytes(let bytes): return .int(Int64(bytes.count))
    case .list(let list): return .int(Int64(list.elements.count))
    case .map(let map): return .int(Int64(map.count))
    default: throw .noOverload("size", arguments)
    }
  }

  /// A whole number of a document is a double for the functions that take nothing else.
  private static func adapted(
    _ function: Function, _ arguments: [Value]
  ) throws(Failure) -> [Value] {
    switch function {
    case .ceiling, .floor, .round, .truncate, .isNaN, .isInfinite, .isFinite:
      guard case .int(let value) = arguments[0] else { return arguments }
      return [try double(exactly: value)]
    default: return arguments
    }
  }

  /// Counts work that is a product of two sizes.
  mutating func chargeProduct(_ left: Int, _ right: Int) throws(Failure) {
    let (product, overflow) = left.multipliedReportingOverflow(by: max(right, 1))
    try charge(overflow ? Int.max : product / 64)
  }
}

extension Value {
  /// The size that the work of a function grows with.
  fileprivate var weight: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .list(let list): list.elements.count * 8
    case .map(let map): map.count * 8
    default: 0
    }
  }
}
