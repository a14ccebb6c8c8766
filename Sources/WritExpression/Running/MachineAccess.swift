extension Machine {
  /// Pushes a field of a variable without copying the variable.
  @inline(__always)
  mutating func pushField(of variable: Int32, _ field: Int32) throws(Failure) {
    guard let value = variables.value(variable, of: code) else { throw unbound(variable) }
    if case .map(let map) = value,
      let index = map.storage.index(ofShort: code.fieldShorts[Int(field)])
    {
      stack.append(map.storage.values[index])
    } else {
      stack.append(try Self.field(code.fields[Int(field)], of: value))
    }
  }

  mutating func access(_ instruction: Instruction) throws(Failure) {
    switch instruction.operation {
    case .field:
      stack.append(try Self.field(code.fields[Int(instruction.a)], of: stack.removeLast()))
    case .presence:
      let key = code.fields[Int(instruction.a)]
      stack.append(.bool(try Self.hasField(key, stack.removeLast())))
    case .optionalField:
      let key = code.fields[Int(instruction.a)]
      stack.append(try Self.optionalElement(.string(key.name), of: stack.removeLast()))
    default:
      let key = stack.removeLast()
      let container = stack.removeLast()
      try chargeKey(key)
      stack.append(
        instruction.operation == .element
          ? try Self.element(key, of: container) : try Self.optionalElement(key, of: container))
    }
  }

  private static func field(_ key: FieldKey, of value: Value) throws(Failure) -> Value {
    switch value {
    case .map(let map):
      if let index = map.index(of: key) { return map.storage.values[index] }
      throw Failure(noKey: .string(key.name), in: map)
    case .optional: return try optionalElement(.string(key.name), of: value)
    default: throw noFields(value)
    }
  }

  private static func hasField(_ key: FieldKey, _ value: Value) throws(Failure) -> Bool {
    var value = value
    while case .optional(let box?) = value { value = box.value }
    switch value {
    case .map(let map): return map.index(of: key) != nil
    case .optional: return false
    default: throw noFields(value)
    }
  }

  private static func noFields(_ value: Value) -> Failure {
    Failure(.noMatchingOverload, "A value of the type \(value.kind.title) has no fields.")
  }

  private static func element(_ key: Value, of container: Value) throws(Failure) -> Value {
    switch container {
    case .map(let map):
      if let index = map.index(of: key) { return map.storage.values[index] }
      if key.mayBeLookedFor { throw Failure(noKey: key, in: map) }
      throw Failure(.badKey, "A value of the type \(key.kind.title) is never the key of a map.")
    case .list(let list):
      let index = try listIndex(key)
      guard let index, list.elements.indices.contains(index) else {
        throw Failure(
          .indexOutOfRange,
          "The index \(key.shown) is outside the list of \(list.elements.count) elements.")
      }
      return list.elements[index]
    case .optional: return try optionalElement(key, of: container)
    default:
      throw Failure(
        .noMatchingOverload, "A value of the type \(container.kind.title) has no elements.")
    }
  }

  /// The index that a number is; nil for one that no list reaches.
  private static func listIndex(_ key: Value) throws(Failure) -> Int? {
    switch key {
    case .int(let value): return Int(exactly: value)
    case .uint(let value): return Int(exactly: value)
    case .double(let value):
      guard value == Rounding.towardZero(value) else {
        throw Failure(.badArgument, "The index \(key.shown) of a list is not a whole number.")
      }
      return Rounding.integer(exactly: value).flatMap { Int(exactly: $0) }
    default:
      throw Failure(
        .noMatchingOverload,
        "The index of a list is a number, not a value of the type \(key.kind.title).")
    }
  }

  /// `e.?f` and `e[?k]`, and any access to an optional: what is missing gives an empty optional instead of an error.
  private static func optionalElement(
    _ key: Value, of container: Value
  ) throws(Failure) -> Value {
    switch container {
    case .map(let map): return .optional(map[key].map(Value.Box.init))
    case .list(let list):
      guard let index = try listIndex(key), list.elements.indices.contains(index) else {
        return .optional(nil)
      }
      return .optional(Value.Box(list.elements[index]))
    case .optional(let box?):
      return try optionalElement(key, of: box.value)
    case .optional(nil): return container
    default: throw noFields(container)
    }
  }
}

extension Value {
  fileprivate var mayBeLookedFor: Bool {
    switch self {
    case .bool, .int, .uint, .double, .string: true
    default: false
    }
  }
}
