/// One value of a row of observations.
enum Cell {
  case none
  /// Text as it stands in the file; valid while the row is read.
  case bytes(UnsafeBufferPointer<UInt8>)
  case text(String)
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
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .text(let text): text
    case .number(let value): "\(value)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  /// The text as a key, or nil where it is none in UTF-8.
  var key: ByteKey? {
    switch self {
    case .bytes(let bytes): ByteKey(bytes)
    default: string.map { ByteKey($0) }
    }
  }
}
