/// The functions that programs call.
enum Function: UInt8, Sendable {
  case size, contains, startsWith, endsWith, matches
  case type, dyn, int, uint, double, string, bytes, bool, timestamp, duration
  case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear
  case getHours, getMinutes, getSeconds, getMilliseconds
  case charAt, indexOf, lastIndexOf, join, lowerAscii, upperAscii, replace, split, substring
  case trim, reverse, format, quote
  case greatest, least, absolute, sign, ceiling, floor, round, truncate, squareRoot
  case isNaN, isInfinite, isFinite
  case bitAnd, bitOr, bitXor, bitNot, shiftLeft, shiftRight
  case optionalNone, optionalOf, optionalOfNonZero, hasValue, value, or, orValue
  case first, last, unwrapOptionals
  case base64Encode, base64Decode
}

/// One form of a function: the types that it takes and the type that it gives.
struct Overload: Sendable {
  enum Result: Sendable {
    case fixed(ValueType)
    /// The type of an argument.
    case argument(Int)
    /// The type of the elements where the only argument is a list, else that of all arguments.
    case greatest
    /// What is inside the optional that is the receiver, joined with the argument.
    case content
    case optionalOfArgument
  }

  let function: Function
  let isMember: Bool
  /// With the receiver first.
  let parameters: [KindSet]
  let result: Result
  /// Whether more arguments of the last parameter's types may follow.
  var isVariadic = false

  func takes(_ arguments: [ValueType]) -> Bool {
    guard takes(count: arguments.count) else { return false }
    for (index, argument) in arguments.enumerated() {
      let parameter = parameters[min(index, parameters.count - 1)]
      if parameter.isDisjoint(with: KindSet(argument)) { return false }
    }
    return true
  }

  func takes(count: Int) -> Bool {
    isVariadic ? count >= parameters.count : count == parameters.count
  }

  /// The form as documentation writes it: `string.contains(string)`.
  func title(_ name: String) -> String {
    var titles = parameters.map(\.title)
    if isVariadic { titles.append("...") }
    guard isMember else { return "\(name)(\(titles.joined(separator: ", ")))" }
    return "\(titles[0]).\(name)(\(titles.dropFirst().joined(separator: ", ")))"
  }
}
