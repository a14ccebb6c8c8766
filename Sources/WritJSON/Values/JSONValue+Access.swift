extension JSONValue {
  /// The string, or nil when this is something else.
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }

  /// The boolean, or nil when this is something else.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The number, or nil when this is something else.
  public var numberValue: JSONNumber? { if case .number(let value) = self { value } else { nil } }

  /// The number as an integer, or nil when it is no number, not integral or out of range.
  public var intValue: Int? { numberValue?.asInt64.flatMap { Int(exactly: $0) } }

  /// The number as the nearest double, or nil when it is no number or beyond a double's range.
  public var doubleValue: Double? { numberValue?.asDouble }

  /// The elements, or nil when this is no array.
  public var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members, or nil when this is no object.
  public var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The member with that key, or nil when there is none or this is no object.
  public subscript(key: String) -> JSONValue? { objectValue?[key] }

  /// The element at that index, or nil when there is none or this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

// `nil` is no literal of this type: `found ? value : nil` would quietly become `null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// A number in its plain spelling.
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }

  /// A number in its shortest spelling; a literal beyond a double's range is `null`.
  public init(floatLiteral value: Double) {
    self = JSONNumber(value).map(JSONValue.number) ?? .null
  }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object; the last of two members with the same key counts.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(JSONObject(members.map { (key: $0.0, value: $0.1) }))
  }
}
