/// A value of the expression language.
public enum Value: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A signed integer of 64 bits.
  case int(Int64)
  /// An unsigned integer of 64 bits.
  case uint(UInt64)
  /// An IEEE 754 number of 64 bits.
  case double(Double)
  /// A sequence of Unicode code points; compared by code point, never normalised.
  case string(String)
  /// A sequence of octets.
  case bytes([UInt8])
  /// An ordered sequence of values.
  case list(List)
  /// Values by key; keys are `int`, `uint`, `bool` or `string`.
  case map(Map)
  /// A point in time.
  case timestamp(Timestamp)
  /// A span of time.
  case duration(Duration)
  /// The type of a value.
  case type(Kind)
  /// A value that may be absent.
  case optional(Box?)
}

extension Value {
  /// The types that values have, as `type(x)` tells them.
  public enum Kind: String, Sendable, CaseIterable {
    case null = "null_type"
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case list
    case map
    case timestamp = "google.protobuf.Timestamp"
    case duration = "google.protobuf.Duration"
    case type
    case optional = "optional_type"
  }

  /// The type of the value.
  public var kind: Kind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list
    case .map: .map
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type
    case .optional: .optional
    }
  }

  /// The value inside an optional that is not empty.
  public final class Box: Sendable {
    /// The value inside.
    public let value: Value

    /// Puts a value into an optional.
    public init(_ value: Value) {
      self.value = value
    }
  }
}

extension Value.Kind {
  /// The name in messages: the short one where the language has a long one.
  var title: String {
    switch self {
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .null: "null"
    case .optional: "optional"
    default: rawValue
    }
  }
}

extension Value {
  /// How many lists, maps and optionals lie within one another; 0 for a value without parts.
  var depth: Int {
    switch self {
    case .list(let list): list.depth
    case .map(let map): map.depth
    case .optional(let box?): box.value.depth + 1
    default: 0
    }
  }

  /// The deepest nesting of a value that an expression or a document may have.
  ///
  /// Values are released level by level, so this bounds the stack that a release needs.
  static let deepest = 512
}
