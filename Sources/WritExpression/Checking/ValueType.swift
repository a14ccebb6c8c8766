/// What is known about a value before it is there.
public indirect enum ValueType: Sendable, Equatable {
  /// Any value; operators find out when they meet it.
  case dyn
  /// Any value of a JSON document; like `dyn`, but its numbers adapt (see ``Environment``).
  case document
  /// `null`.
  case null
  /// A truth value.
  case bool
  /// A signed integer.
  case int
  /// An unsigned integer.
  case uint
  /// A floating-point number.
  case double
  /// A text.
  case string
  /// Octets.
  case bytes
  /// A point in time.
  case timestamp
  /// A span of time.
  case duration
  /// A type.
  case type
  /// A list with elements of one type.
  case list(ValueType)
  /// A map with keys and values of one type each.
  case map(ValueType, ValueType)
  /// A value that may be absent.
  case optional(ValueType)
}

extension ValueType {
  /// Types are followed this deep into lists and maps; below they are `dyn`.
  private static let deepest = 6

  private var depth: Int {
    switch self {
    case .list(let element), .optional(let element): element.depth + 1
    case .map(let key, let value): max(key.depth, value.depth) + 1
    default: 0
    }
  }

  private var bounded: ValueType { depth < Self.deepest ? self : .dyn }

  static func list(of element: ValueType) -> ValueType { .list(element.bounded) }

  static func map(of key: ValueType, to value: ValueType) -> ValueType {
    .map(key.bounded, value.bounded)
  }

  static func optional(of content: ValueType) -> ValueType { .optional(content.bounded) }

  var isOpen: Bool { self == .dyn || self == .document }

  /// Whether a value of this type may be a truth value.
  var mayBeBool: Bool { isOpen || self == .bool }

  var isNumber: Bool { self == .int || self == .uint || self == .double }

  /// The type of a value that is of one of two types.
  func joined(with other: ValueType) -> ValueType {
    if self == other { return self }
    if self == .document || other == .document { return .document }
    switch (self, other) {
    case (.list(let left), .list(let right)): return .list(left.joined(with: right))
    case (.optional(let left), .optional(let right)): return .optional(left.joined(with: right))
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      return .map(leftKey.joined(with: rightKey), leftValue.joined(with: rightValue))
    default: return .dyn
    }
  }
}

extension ValueType: CustomStringConvertible {
  /// The type as the language names it: `list(int)`.
  public var description: String {
    switch self {
    case .dyn: "dyn"
    case .document: "document"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .type: "type"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let content): "optional(\(content))"
    }
  }
}
