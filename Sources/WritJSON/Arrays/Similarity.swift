/// How much two values have in common, counted in scalars and empty containers.
enum Similarity {
  /// The number of scalars and empty containers in a value.
  static func size(_ value: JSONValue) -> Int {
    switch value {
    case .object(let members) where !members.isEmpty:
      members.members.reduce(0) { $0 + size($1.value) }
    case .array(let elements) where !elements.isEmpty: elements.reduce(0) { $0 + size($1) }
    default: 1
    }
  }

  /// How many of them are equal at the same place: members by key, elements by index.
  static func shared(_ left: JSONValue, _ right: JSONValue) -> Int {
    switch (left, right) {
    case (.object(let a), .object(let b)) where !a.isEmpty && !b.isEmpty:
      a.members.reduce(0) { sum, member in
        sum + (b[member.key].map { shared(member.value, $0) } ?? 0)
      }
    case (.array(let a), .array(let b)) where !a.isEmpty && !b.isEmpty:
      zip(a, b).reduce(0) { $0 + shared($1.0, $1.1) }
    default: left == right ? 1 : 0
    }
  }

  /// The shared part of both, from 0 to 1.
  static func ratio(_ left: JSONValue, _ right: JSONValue) -> Double {
    Double(2 * shared(left, right)) / Double(size(left) + size(right))
  }
}
