extension Machine {
  mutating func search(_ function: Function, _ arguments: [Value]) throws(Failure) -> Value {
    guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
      throw .noOverload("\(function)", arguments)
    }
    switch function {
    case .startsWith: return .bool(text.utf8.starts(with: part.utf8))
    case .endsWith: return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case .contains:
      try chargeProduct(text.utf8.count, part.utf8.count)
      return .bool(
        text.withBytes { text in part.withBytes { Self.find($0, in: text) != nil } })
    default:
      stack.append(arguments[0])
      try match(try pattern(part))
      return stack.removeLast()
    }
  }

  /// Where bytes lie first within others.
  private static func find(
    _ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer
  ) -> Int? {
    guard let first = part.first else { return 0 }
    guard part.count <= text.count else { return nil }
    let last = text.count - part.count
    var index = 0
    while index <= last {
      if text[index] == first, text[index..<index + part.count].elementsEqual(part) {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The compiled form of a pattern that the expression worked out; the last few are kept.
  private mutating func pattern(_ source: String) throws(Failure) -> CompiledPattern {
    if let known = patterns.first(where: { $0.source.isIdentical(to: source) }) {
      return known.pattern
    }
    try charge(64 + source.utf8.count)
    let pattern = try CompiledPattern(source)
    if patterns.count == 8 { patterns.removeFirst() }
    patterns.append((source, pattern))
    return pattern
  }

  /// Replaces the text on top by whether the pattern matches some part of it.
  mutating func match(_ pattern: CompiledPattern) throws(Failure) {
    let value = stack.removeLast()
    guard case .string(let text) = value else {
      throw Failure(.noMatchingOverload, "There is no \(value.kind.title).matches(string).")
    }
    try chargeProduct(text.utf8.count, pattern.size)
    stack.append(.bool(pattern.matches(text)))
  }
}
