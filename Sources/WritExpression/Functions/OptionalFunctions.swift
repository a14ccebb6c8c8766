/// The functions of optional values.
enum OptionalFunctions {
  static func call(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    switch function {
    case .optionalNone: return .optional(nil)
    case .optionalOf: return .optional(Value.Box(arguments[0]))
    case .optionalOfNonZero:
      return .optional(arguments[0].isZero ? nil : Value.Box(arguments[0]))
    case .first, .last, .unwrapOptionals: return try ofList(function, arguments)
    default: break
    }
    guard case .optional(let box) = arguments[0] else {
      throw .noOverload("\(function)", arguments)
    }
    if function == .hasValue { return .bool(box != nil) }
    guard let box else {
      throw Failure(
        .emptyOptional, "The optional is empty.",
        hint: "give a value for that case with orValue(...)")
    }
    return box.value
  }

  /// The optionals at the ends of a list, and the contents of a list of optionals.
  private static func ofList(
    _ function: Function, _ arguments: [Value]
  ) throws(Failure) -> Value {
    guard case .list(let list) = arguments[0] else { throw .noOverload("\(function)", arguments) }
    switch function {
    case .first: return .optional(list.elements.first.map { Value.Box($0) })
    case .last: return .optional(list.elements.last.map { Value.Box($0) })
    default: break
    }
    var contents: [Value] = []
    for element in list.elements {
      guard case .optional(let box) = element else { throw .noOverload("unwrapOpt", arguments) }
      if let box { contents.append(box.value) }
    }
    return .list(Value.List(contents))
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
