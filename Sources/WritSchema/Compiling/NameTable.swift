import WritJSON

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

  /// Whether a name is in the table.
  func contains(_ name: String) -> Bool { number(of: name) != nil }

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
