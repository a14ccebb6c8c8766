/// Why an instruction has no value; becomes an ``ExpressionError`` unless an operator absorbs it.
struct Failure: Error, Sendable {
  let reason: Reason
  /// The instruction that failed, once that is known.
  var place: Int32 = -1

  /// What is wrong; shared, because a failure is moved often and read seldom.
  final class Reason: Sendable {
    let code: ExpressionError.Code
    let message: String
    let hint: String?

    init(_ code: ExpressionError.Code, _ message: String, hint: String?) {
      self.code = code
      self.message = message
      self.hint = hint
    }
  }

  init(_ code: ExpressionError.Code, _ message: String, hint: String? = nil) {
    reason = Reason(code, message, hint: hint)
  }

  /// Whether no operator may absorb it: the limits hold for the whole evaluation.
  var isFatal: Bool { reason.code == .costExceeded || reason.code == .sizeExceeded }
}

extension Failure {
  static func noOverload(_ name: String, _ arguments: [Value]) -> Failure {
    let kinds = arguments.map(\.kind.title).joined(separator: ", ")
    return Failure(.noMatchingOverload, "There is no \(name)(\(kinds)).")
  }

  static func noOperator(_ symbol: String, _ left: Value, _ right: Value) -> Failure {
    var hint: String?
    if left.isNumber, right.isNumber {
      hint = "convert one side, for example with double(...) or int(...)"
    }
    return Failure(
      .noMatchingOverload, "There is no \(left.kind.title) \(symbol) \(right.kind.title).",
      hint: hint)
  }

  static func notBool(_ value: Value) -> Failure {
    Failure(
      .noMatchingOverload,
      "A truth value is needed here, not a value of the type \(value.kind.title).")
  }

  static func overflow(_ type: Value.Kind) -> Failure {
    Failure(.overflow, "The result is outside the range of the type \(type.title).")
  }
}

extension Value {
  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }
}
