/// The functions of optional values.
enum OptionalFunctions {
  static func call(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch function {
    case .optionalNone: return .optional(nil)
    case .optionalOf: return .optional(Value.Box(arguments[0]))
    case .optionalOfNonZero:
      return .optional(arguments[0].isZero ? nil : Value.Box(arguments[0]))
    default: break
    }
    guard case .optional(let box) = arguments[0] else {
      throw .noOverload("\(function)", arguments)
    }
    switch function {
    case .hasValue: return .bool(box != nil)
    case .value:
      guard let box else {
        throw Failure(
          .emptyOptional, "The optional is empty.",
          hint: "give a value for that case with orValue(...)")
      }
      return box.value
    case .orValue: return box?.value ?? arguments[1]
    default:
      guard case .optional = arguments[1] else { throw .noOverload("or", arguments) }
      return box == nil ? arguments[1] : arguments[0]
    }
  }
}

extension Value {
  /// Whether the value is the empty one of its type.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.elements.isEmpty
    case .map(let value): value.count == 0
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .duration(let value): value.nanoseconds == 0
    case .type: false
    case .optional(let box): box == nil
    }
  }
}
