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

  /// Eight spaces.
  static let spaces: UInt64 = 0x2020_2020_2020_2020

  /// An upper bound of the nodes in a text: each value but the first follows one of `,:[{`.
  static func nodeBound(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var total = 1
    var at = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while at + 16 <= bytes.count {
      // Each lane counts to 255 at most before the sum is taken.
      var lanes = SIMD16<UInt8>(repeating: 0)
      let stop = min(bytes.count - 15, at + 16 * 255)
      while at < stop {
        let chunk = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
        let hit =
          (chunk .== 0x2C) .| (chunk .== 0x3A)
          .| (chunk .== 0x5B) .| (chunk .== 0x7B)
        lanes &+= SIMD16<UInt8>(repeating: 0).replacing(with: 1, where: hit)
        at += 16
      }
      for lane in lanes.indices { total += Int(lanes[lane]) }
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x2C || byte == 0x3A || byte == 0x5B || byte == 0x7B { total += 1 }
      at += 1
    }
    return total
  }
}
