/// A text of at most 15 bytes in two words, so that names are compared without touching their strings.
///
/// A longer text is represented by its length and a hash: equal texts have equal words, and where the
/// words of two such texts are equal the strings must be compared too.
struct ShortText: Sendable, Equatable {
  private let low: UInt64
  /// The top byte tells the length, or that the text is long, or that there is none.
  private let high: UInt64

  private static let longMark: UInt64 = 0xFF
  private static let noneMark: UInt64 = 0xFE

  /// What stands for a key that is no text.
  static let none = ShortText(low: 0, high: noneMark << 56)

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  init(_ text: String, hash: Int) {
    let count = text.utf8.count
    guard count <= 15 else {
      let length = UInt64(truncatingIfNeeded: count) & 0xFF_FFFF_FFFF_FFFF
      self.init(low: UInt64(bitPattern: Int64(hash)), high: Self.longMark << 56 | length)
      return
    }
    var low: UInt64 = 0
    var high = UInt64(count) << 56
    for (index, byte) in text.utf8.enumerated() {
      if index < 8 {
        low |= UInt64(byte) << UInt64(index * 8)
      } else {
        high |= UInt64(byte) << UInt64((index - 8) * 8)
      }
    }
    self.init(low: low, high: high)
  }

  /// Whether equal words are proof that the texts are equal.
  @inline(__always)
  var isWhole: Bool { high >> 56 < Self.noneMark }
}
