/// The seven kinds of JSON node; `true` and `false` are one kind in `JSONValue` and in schemas.
public enum JSONKind: UInt8, Sendable, Hashable, CustomStringConvertible {
  /// The literal `null`.
  case null
  /// The literals `true` and `false`.
  case bool
  /// A number.
  case number
  /// A string.
  case string
  /// An array.
  case array
  /// An object.
  case object

  /// The lower-case word, with its article, for sentences: `an object`.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
