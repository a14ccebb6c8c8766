import WritJSON

/// Why an instruction has no value; becomes an ``ExpressionError`` unless an operator absorbs it.
struct Failure: Error, Sendable {
  let reason: Reason
  /// The instruction that failed, once that is known.
  var place: Int32 = -1

  /// What is wrong; shared, because a failure is moved often and read seldom.
  final class Reason: Sendable {
    let code: ExpressionError.Code
    let message: String
    private let fixedHint: String?
    private let missing: (name: String, map: Value.Map)?

    init(
      _ code: ExpressionError.Code, _ message: String, hint: String?,
      missing: (name: String, map: Value.Map)? = nil
    ) {
      self.code = code
      self.message = message
      fixedHint = hint
      self.missing = missing
    }

    /// What mends it; the key that was meant is looked for only here, because most failures of a
    /// missing key are absorbed.
    var hint: String? {
      guard let missing else { return fixedHint }
      let names = missing.map.keys.prefix(200).compactMap { key -> String? in
        if case .string(let name) = key { return name }
        return nil
      }
      return Suggestions.hint(for: missing.name, among: names)
    }
  }

  init(_ code: ExpressionError.Code, _ message: String, hint: String? = nil) {
    reason = Reason(code, message, hint: hint)
  }

  /// The failure of a map that has no such key.
  init(noKey key: Value, in map: Value.Map) {
    var missing: (name: String, map: Value.Map)?
    if case .string(let name) = key { missing = (name, map) }
    reason = Reason(.noSuchKey, "There is no key \(key.shown).", hint: nil, missing: missing)
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
    if left.isNumber, right.isNumber, left.kind != right.kind {
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
