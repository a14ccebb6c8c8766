/// A string key with its hash, worked out once where an expression names a field.
struct FieldKey: Sendable {
  let name: String
  let hash: Int
  let short: ShortText

  init(_ name: String) {
    self.name = name
    hash = Self.hash(of: name)
    short = ShortText(name, hash: hash)
  }

  /// The hash of the UTF-8 bytes; `String`'s own would make two normal forms of a text one key.
  static func hash(of text: String) -> Int {
    var hasher = Hasher()
    text.withBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}

/// A key in the form in which maps compare keys: numbers by value, strings by bytes.
enum MapKey {
  case bool(Bool)
  case signed(Int64)
  case unsigned(UInt64)
  case string(FieldKey)

  /// The form of a key that may stand in a map, or nil for a value of another type.
  init?(_ key: Value) {
    switch key {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .signed(value)
    case .uint(let value): self = Int64(exactly: value).map(Self.signed) ?? .unsigned(value)
    case .string(let value): self = .string(FieldKey(value))
    default: return nil
    }
  }

  /// The form of a value that may be looked for: also a double, which finds an equal integer.
  init?(lookup key: Value) {
    if case .double(let value) = key {
      if let signed = Rounding.integer(exactly: value) {
        self = .signed(signed)
      } else if let unsigned = Rounding.unsigned(exactly: value) {
        self = .unsigned(unsigned)
      } else {
        return nil
      }
    } else {
      self.init(key)
    }
  }

  var hash: Int {
    var hasher = Hasher()
    switch self {
    case .string(let field): return field.hash
    case .bool(let value): hasher.combine(value)
    case .signed(let value): hasher.combine(value)
    case .unsigned(let value): hasher.combine(value)
    }
    return hasher.finalize()
  }

  /// The words that stand for a key that is a text.
  var short: ShortText {
    if case .string(let field) = self { return field.short }
    return .none
  }

  func matches(_ key: Value) -> Bool {
    switch (self, PlainKey(key)) {
    case (.bool(let left), .bool(let right)): left == right
    case (.signed(let left), .signed(let right)): left == right
    case (.unsigned(let left), .unsigned(let right)): left == right
    case (.string(let left), .string(let right)): left.name.isIdentical(to: right)
    default: false
    }
  }
}

/// A key in the form in which maps compare keys, without its hash.
enum PlainKey {
  case bool(Bool)
  case signed(Int64)
  case unsigned(UInt64)
  case string(String)
  case other

  init(_ key: Value) {
    switch key {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .signed(value)
    case .uint(let value): self = Int64(exactly: value).map(Self.signed) ?? .unsigned(value)
    case .string(let value): self = .string(value)
    default: self = .other
    }
  }

  func matches(_ other: PlainKey) -> Bool {
    switch (self, other) {
    case (.bool(let left), .bool(let right)): left == right
    case (.signed(let left), .signed(let right)): left == right
    case (.unsigned(let left), .unsigned(let right)): left == right
    case (.string(let left), .string(let right)): left.isIdentical(to: right)
    default: false
    }
  }
}
