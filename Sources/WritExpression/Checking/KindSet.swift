/// The types that a parameter takes, without the types of elements.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt16

  static let null = KindSet(rawValue: 1 << 0)
  static let bool = KindSet(rawValue: 1 << 1)
  static let int = KindSet(rawValue: 1 << 2)
  static let uint = KindSet(rawValue: 1 << 3)
  static let double = KindSet(rawValue: 1 << 4)
  static let string = KindSet(rawValue: 1 << 5)
  static let bytes = KindSet(rawValue: 1 << 6)
  static let list = KindSet(rawValue: 1 << 7)
  static let map = KindSet(rawValue: 1 << 8)
  static let timestamp = KindSet(rawValue: 1 << 9)
  static let duration = KindSet(rawValue: 1 << 10)
  static let type = KindSet(rawValue: 1 << 11)
  static let optional = KindSet(rawValue: 1 << 12)
  static let any = KindSet(rawValue: (1 << 13) - 1)
  static let integer: KindSet = [.int, .uint]
  static let number: KindSet = [.int, .uint, .double]

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The set that a value of the type may be in: everything for a type that is not known.
  init(_ type: ValueType) {
    switch type {
    case .dyn, .document: self = .any
    case .null: self = .null
    case .bool: self = .bool
    case .int: self = .int
    case .uint: self = .uint
    case .double: self = .double
    case .string: self = .string
    case .bytes: self = .bytes
    case .timestamp: self = .timestamp
    case .duration: self = .duration
    case .type: self = .type
    case .list: self = .list
    case .map: self = .map
    case .optional: self = .optional
    }
  }

  /// The names of the types in it, for messages.
  var title: String {
    if self == .any { return "any" }
    let names: [(KindSet, String)] = [
      (.null, "null"), (.bool, "bool"), (.int, "int"), (.uint, "uint"), (.double, "double"),
      (.string, "string"), (.bytes, "bytes"), (.list, "list"), (.map, "map"),
      (.timestamp, "timestamp"), (.duration, "duration"), (.type, "type"),
      (.optional, "optional"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: "|")
  }
}
