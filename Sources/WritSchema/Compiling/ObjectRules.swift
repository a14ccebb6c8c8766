import WritJSON
import WritPattern

/// What a schema says about objects.
struct ObjectRules: Sendable {
  /// A schema for members whose name matches.
  struct PatternRule: Sendable {
    let pattern: Pattern
    let edge: SchemaEdge
  }

  /// What the presence of one member asks for.
  struct Dependency: Sendable {
    let keyword: String
    let name: String
    var required: [String] = []
    var schema: SchemaEdge?
  }

  var minimumCount: Int?
  var maximumCount: Int?
  /// The names that `properties` or `required` know.
  var names = NameTable([])
  /// The schemas of the first names in the table; the names after them are only required.
  var properties: [SchemaEdge] = []
  /// Whether each name in the table must be there.
  var isRequired: [Bool] = []
  /// The names that must be there, in the schema's order.
  var required: [String] = []
  var patterns: [PatternRule] = []
  /// The schema for all members that neither a name nor a pattern covers.
  var additional: SchemaEdge?
  var propertyNames: SchemaEdge?
  var dependencies: [Dependency] = []

  var isEmpty: Bool {
    minimumCount == nil && maximumCount == nil && names.isEmpty && patterns.isEmpty
      && additional == nil && propertyNames == nil && dependencies.isEmpty
  }

  /// Whether any rule looks at the members one by one.
  var hasMemberRules: Bool {
    !names.isEmpty || !patterns.isEmpty || additional != nil || propertyNames != nil
  }
}

/// Finds the number of a name among those of a schema, by open addressing.
///
/// The names are those of the schema, so that no instance can lengthen the runs in the table.
struct NameTable: Sendable {
  /// The names in their order.
  let names: [String]
  private let slots: [Int32]
  private let mask: Int

  init(_ names: [String]) {
    self.names = names
    var size = 4
    while size < names.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (number, name) in names.enumerated() {
      var slot = Self.hash(name) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(truncatingIfNeeded: number)
    }
    self.slots = slots
    mask = size - 1
  }

  var isEmpty: Bool { names.isEmpty }

  /// The number of a name; nil when it is none of them.
  func number(of name: String) -> Int? {
    var slot = Self.hash(name) & mask
    while true {
      let number = Int(slots[slot])
      if number < 0 { return nil }
      if names[number].hasSameBytes(as: name) { return number }
      slot = (slot + 1) & mask
    }
  }

  private static let seed = UInt64(bitPattern: Int64(Hasher().finalize()))

  private static func hash(_ name: String) -> Int {
    // FNV-1a, 64 bit, from a start that is secret to the process.
    var state = seed
    for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: state ^ state >> 32) & Int.max
  }
}
