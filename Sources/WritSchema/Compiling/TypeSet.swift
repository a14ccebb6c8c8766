import WritJSON

/// The types that `type` allows.
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let number = TypeSet(rawValue: 4)
  static let integer = TypeSet(rawValue: 8)
  static let string = TypeSet(rawValue: 16)
  static let array = TypeSet(rawValue: 32)
  static let object = TypeSet(rawValue: 64)

  private static let named: [(name: String, type: TypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("number", .number), ("integer", .integer),
    ("string", .string), ("array", .array), ("object", .object),
  ]

  /// The type of a name.
  static func named(_ name: String) -> TypeSet? {
    named.first { $0.name.hasSameBytes(as: name) }?.type
  }

  /// The names of the types in the set.
  var names: [String] { Self.named.filter { contains($0.type) }.map(\.name) }

  /// Whether a value is of one of the types.
  func allows(_ instance: Instance) -> Bool {
    switch instance {
    case .whole(let value): allows(value)
    case .large(let node): contains(node.kind == .array ? .array : .object)
    }
  }

  /// Whether a value is of one of the types; a number without fraction is an integer.
  func allows(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    case .number(let number): contains(.number) || contains(.integer) && number.isWhole
    }
  }
}

extension JSONNumber {
  /// Whether the value is whole; the usual spelling without point and exponent is seen at once.
  var isWhole: Bool {
    text.utf8.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: "-") } || isIntegral
  }
}
