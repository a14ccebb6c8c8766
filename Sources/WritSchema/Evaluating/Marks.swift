/// Which members or elements of one value some schema has looked at, for `unevaluated*`.
struct Marks {
  /// Whether anyone wants to know.
  let isOn: Bool
  private var marksAll = false
  private var words: [UInt64] = []

  /// Marks that nobody wants.
  static let off = Marks(isOn: false)

  private init(isOn: Bool) { self.isOn = isOn }

  /// Marks for so many parts of a value.
  init(count: Int) {
    self.init(isOn: true)
    words = Array(repeating: 0, count: (count + 63) / 64)
  }

  /// Fresh marks for the same value, as wanted as these.
  var fresh: Marks {
    guard isOn else { return self }
    var copy = self
    copy.marksAll = false
    for index in copy.words.indices { copy.words[index] = 0 }
    return copy
  }

  /// Whether a part is marked.
  func contains(_ index: Int) -> Bool {
    marksAll || words[index / 64] >> UInt64(index % 64) & 1 != 0
  }

  /// Marks one part.
  mutating func insert(_ index: Int) {
    guard isOn else { return }
    words[index / 64] |= 1 << UInt64(index % 64)
  }

  /// Marks all parts.
  mutating func insertAll() { marksAll = true }

  /// Takes over the marks of a schema that was applied to the same value.
  mutating func formUnion(_ other: Marks) {
    guard isOn else { return }
    marksAll = marksAll || other.marksAll
    for index in words.indices { words[index] |= other.words[index] }
  }
}
