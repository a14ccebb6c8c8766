/// One node of a parsed text in 12 bytes; nodes stand in document order, a member's key before its
/// value.
struct TapeNode {
  enum Kind: UInt8 { case null, no, yes, number, string, array, object }

  /// The offset of the first byte.
  var start: UInt32
  /// The offset after the last byte.
  var end: UInt32
  /// The kind in the top three bits, the escape mark below, then the index of the node after this
  /// one and its content (while a container is open: that of the container around it).
  private var packed: UInt32

  static let noParent = 0x0FFF_FFFF
  private static let escapeMark: UInt32 = 0x1000_0000

  @inline(__always)
  init(_ kind: Kind, start: Int, end: Int, link: Int, hasEscapes: Bool = false) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    packed =
      UInt32(kind.rawValue) << 29 | (hasEscapes ? Self.escapeMark : 0)
      | UInt32(truncatingIfNeeded: link)
  }

  @inline(__always) var link: Int {
    get { Int(packed & 0x0FFF_FFFF) }
    set { packed = packed & 0xF000_0000 | UInt32(truncatingIfNeeded: newValue) }
  }

  @inline(__always) var isObject: Bool { packed >> 29 == UInt32(Kind.object.rawValue) }
  @inline(__always) var hasEscapes: Bool { packed & Self.escapeMark != 0 }
  @inline(__always) var kind: Kind { Kind(rawValue: UInt8(packed >> 29)) ?? .null }
}
