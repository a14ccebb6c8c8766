/// Compares values as the language does: numbers by value whatever their type, `NaN` equal to nothing, values of different types unequal.
struct Equality {
  /// The steps taken so far: one for each pair compared and one for every 64 bytes of text.
  private(set) var steps = 0
  private let limit: Int
  private let strict: Bool
  private var pending: [(Value, Value)] = []

  /// A strict comparison also tells the types of numbers apart and holds `NaN` equal to itself.
  init(limit: Int = Int.max, strict: Bool = false) {
    self.limit = limit
    self.strict = strict
  }

  /// Whether the limit was passed, so that the answer means nothing.
  var isExhausted: Bool { steps > limit }

  /// Compares without recursion, so that no nesting of the values can exhaust the stack.
  mutating func compare(_ left: Value, _ right: Value) -> Bool {
    if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
    guard equalOrDeferred(left, right) else { return false }
    while let (left, right) = pending.popLast() {
      guard !isExhausted, equalOrDeferred(left, right) else { return false }
    }
    return true
  }

  private mutating func equalOrDeferred(_ left: Value, _ right: Value) -> Bool {
    steps += 1
    switch (left, right) {
    case (.list(let left), .list(let right)): return deferElements(left, right)
    case (.map(let left), .map(let right)): return deferEntries(left, right)
    case (.optional(let left), .optional(let right)): return deferContents(left, right)
    case (.string(let left), .string(let right)):
      steps += left.utf8.count / 64
      return left.isIdentical(to: right)
    case (.bytes(let left), .bytes(let right)):
      steps += left.count / 64
      return left == right
    default: return strict ? Self.identical(left, right) : Self.equal(left, right)
    }
  }

  private mutating func deferElements(_ left: Value.List, _ right: Value.List) -> Bool {
    guard left.elements.count == right.elements.count else { return false }
    steps += left.elements.count
    guard !isExhausted else { return false }
    for index in left.elements.indices.reversed() {
      pending.append((left.elements[index], right.elements[index]))
    }
    return true
  }

  private mutating func deferEntries(_ left: Value.Map, _ right: Value.Map) -> Bool {
    guard left.count == right.count else { return false }
    steps += left.count
    guard !isExhausted else { return false }
    for (index, key) in left.storage.keys.enumerated() {
      guard let other = right.index(of: key) else { return false }
      pending.append((left.storage.values[index], right.storage.values[other]))
    }
    return true
  }

  private mutating func deferContents(_ left: Value.Box?, _ right: Value.Box?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    pending.append((left.value, right.value))
    return true
  }

  private static func identical(_ left: Value, _ right: Value) -> Bool {
    if case .double(let left) = left, case .double(let right) = right, left.isNaN {
      return right.isNaN
    }
    return left.kind == right.kind && equal(left, right)
  }

  /// Compares two values that have no parts.
  static func equal(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.timestamp(let left), .timestamp(let right)): left == right
    case (.duration(let left), .duration(let right)): left == right
    case (.type(let left), .type(let right)): left == right
    default: Ordering.ofNumbers(left, right) == .equal
    }
  }
}

extension Value: Equatable {
  /// Whether both are the same value of the same type: `1` differs from `1.0`, and `NaN` is itself.
  ///
  /// This is for programs and tests; the language's own `==` is ``equals(_:)``.
  public static func == (left: Value, right: Value) -> Bool {
    var equality = Equality(strict: true)
    return equality.compare(left, right)
  }

  /// Whether the language holds the values equal: `1 == 1.0 == 1u`, `NaN` equals nothing.
  public func equals(_ other: Value) -> Bool {
    var equality = Equality()
    return equality.compare(self, other)
  }
}
