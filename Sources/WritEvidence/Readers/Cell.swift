/// One value of a row of observations.
enum Cell {
  case none
  /// Text as it stands in the file; valid while the row is read, as the next one is.
  case bytes(UnsafeBufferPointer<UInt8>)
  /// Text that stood in quotation marks.
  case text(UnsafeBufferPointer<UInt8>)
  case number(Double)
  case flag(Bool)
  /// An object or an array, which measures nothing.
  case nested

  /// Whether there is no value: nothing, or text without a character.
  var isEmpty: Bool {
    switch self {
    case .none: true
    case .bytes(let bytes): bytes.allSatisfy { $0 == 0x20 }
    case .text(let text): text.isEmpty
    case .number, .flag, .nested: false
    }
  }

  /// The text, or nil for an object or an array.
  var string: String? {
    switch self {
    case .none, .nested: nil
    case .bytes(let bytes), .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .number(let value): "\(value)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// The text as a key, or nil where it is none in UTF-8.
  var key: ByteKey? {
    switch self {
    case .bytes(let bytes), .text(let bytes): ByteKey(bytes)
    default: string.map { ByteKey($0) }
    }
  }
}

/// Keeps the texts of a row that do not stand in the file as they are meant.
///
/// So a cell is a few plain words, which cost nothing to copy or to forget.
final class CellTexts {
  private var kept: [UnsafeMutableBufferPointer<UInt8>] = []

  deinit { forget() }

  /// Keeps a text until the row is forgotten.
  func keep(_ text: some Collection<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = copy.initialize(from: text)
    kept.append(copy)
    return UnsafeBufferPointer(copy)
  }

  /// Forgets the texts of a row.
  func forget() {
    for text in kept { text.deallocate() }
    kept.removeAll(keepingCapacity: true)
  }
}
