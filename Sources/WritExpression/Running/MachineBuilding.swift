extension Machine {
  mutating func makeList(_ count: Int, marks: Int32) throws(Failure) {
    var elements = Array(stack.suffix(count))
    stack.removeLast(count)
    if marks >= 0 {
      var kept: [Value] = []
      for (offset, element) in elements.enumerated() {
        let isOptional = code.optionalParts[Int(marks) + offset]
        if let content = try Self.content(of: element, isOptional) { kept.append(content) }
      }
      elements = kept
    }
    stack.append(try Self.bounded(.list(Value.List(elements))))
  }

  mutating func makeMap(_ count: Int, marks: Int32) throws(Failure) {
    let parts = Array(stack.suffix(count))
    stack.removeLast(count)
    var builder = MapBuilder(capacity: count / 2)
    for index in stride(from: 0, to: count, by: 2) {
      let isOptional = marks >= 0 && code.optionalParts[Int(marks) + index]
      guard let value = try Self.content(of: parts[index + 1], isOptional) else { continue }
      try Self.insert(value, for: parts[index], into: &builder)
    }
    stack.append(try Self.bounded(.map(builder.build())))
  }

  /// What a part of a literal adds: nil for an empty optional behind a `?`.
  private static func content(
    of value: Value, _ isOptional: Bool
  ) throws(Failure) -> Value? {
    guard isOptional else { return value }
    guard case .optional(let box) = value else {
      throw Failure(
        .noMatchingOverload,
        "An optional is needed behind '?', not a value of the type \(value.kind.title).")
    }
    return box?.value
  }

  static func insert(
    _ value: Value, for key: Value, into builder: inout MapBuilder
  ) throws(Failure) {
    switch builder.insert(value, for: key) {
    case .inserted: return
    case .duplicate: throw Failure(.duplicateKey, "The map has the key \(key.shown) twice.")
    case .notAKey:
      throw Failure(
        .badKey, "A value of the type \(key.kind.title) cannot be the key of a map.",
        hint: "keys are int, uint, bool or string")
    }
  }

  /// Refuses a value that is nested deeper than values may be.
  static func bounded(_ value: Value) throws(Failure) -> Value {
    guard value.depth <= Value.deepest else {
      throw Failure(
        .sizeExceeded, "The value is nested more than \(Value.deepest) levels deep.")
    }
    return value
  }
}
