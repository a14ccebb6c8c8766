/// Tests on eight bytes at once.
///
/// The lowest bit set in a result belongs to a byte that truly matches; higher ones may be false.
enum ByteScan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  static func load(_ base: UnsafePointer<UInt8>, _ at: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
  }

  /// Marks quotation marks, backslashes, control characters and bytes beyond ASCII.
  @inline(__always)
  static func stringSpecials(_ word: UInt64) -> UInt64 {
    let quote = word ^ 0x2222_2222_2222_2222
    let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
    let found =
      ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)
      | ((word &- 0x2020_2020_2020_2020) & ~word) | word
    return found & highs
  }

  /// The first byte that JSON spells with a backslash, or the end.
  static func firstEscaped(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var at = start
    while at + 8 <= bytes.count {
      // A byte beyond ASCII may be marked too: what is marked is looked at singly.
      if stringSpecials(load(base, at)) != 0 { break }
      at += 8
    }
    while at < bytes.count {
      let byte = base[at]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { return at }
      at += 1
    }
    return at
  }

  /// Whether two stretches of bytes are the same.
  static func areEqual(
    _ left: UnsafeRawBufferPointer, _ from: Int, _ right: UnsafeRawBufferPointer, _ start: Int,
    count: Int
  ) -> Bool {
    var at = 0
    while at + 8 <= count {
      let a = left.loadUnaligned(fromByteOffset: from + at, as: UInt64.self)
      let b = right.loadUnaligned(fromByteOffset: start + at, as: UInt64.self)
      if a != b { return false }
      at += 8
    }
    while at < count {
      if left[from + at] != right[start + at] { return false }
      at += 1
    }
    return true
  }

  /// Eight spaces.
  static let spaces: UInt64 = 0x2020_2020_2020_2020

  /// An upper bound of the nodes in a text: each value but the first follows one of `,:[{`.
  static func nodeBound(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 1 }
    var total = 1
    var at = 0
    // Blocks of 128 keep the count of each in a byte, which the compiler turns into vector code.
    while at + 128 <= bytes.count {
      var block: UInt8 = 0
      for place in at..<(at &+ 128) { block &+= separator(base[place]) }
      total &+= Int(block)
      at &+= 128
    }
    while at < bytes.count {
      total &+= Int(separator(base[at]))
      at &+= 1
    }
    return total
  }

  @inline(__always)
  private static func separator(_ byte: UInt8) -> UInt8 {
    // `[` and `{` differ in one bit.
    (byte == 0x2C ? 1 : 0) | (byte == 0x3A ? 1 : 0) | (byte | 0x20 == 0x7B ? 1 : 0)
  }
}
