/// A JSON value: what a text means, without its layout.
///
/// Two values are equal when strings and keys have the same UTF-8 bytes, numbers the same exact
/// decimal value, arrays equal elements in the same order, and objects equal members in any order.
/// Values read from a document are as deep as `JSONLimits` allows, so recursion over them is bounded.
public enum JSONValue: Sendable {
  /// The literal `null`.
  case null
  /// The literal `true` or `false`.
  case bool(Bool)
  /// A number with its source text.
  case number(JSONNumber)
  /// A string, unescaped.
  case string(String)
  /// The elements of an array.
  case array([JSONValue])
  /// The members of an object in their order.
  case object(JSONObject)

  /// Which of the kinds this value is.
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

extension JSONValue: Hashable {
  /// Compares by meaning: bytes of strings, exact values of numbers, members in any order.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch self {
    case .null: break
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): value.hashBytes(into: &hasher)
    case .array(let values): hasher.combine(values)
    case .object(let members): hasher.combine(members)
    }
  }
}
