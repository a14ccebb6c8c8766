/// The text of any value in a `%s` clause: `[1, a, {b: null}]`, map keys in the order of their texts.
struct FormatText {
  private static let longest = 1_000_000
  private var output = ""
  /// What is still to be written, last first.
  private var pending: [Piece]

  private enum Piece {
    case value(Value)
    case text(String)
  }

  static func text(of value: Value) throws(Failure) -> String {
    var writer = FormatText(pending: [.value(value)])
    return try writer.write()
  }

  private init(pending: [Piece]) {
    self.pending = pending
  }

  private mutating func write() throws(Failure) -> String {
    while let piece = pending.popLast() {
      switch piece {
      case .text(let text): output += text
      case .value(let value): try write(value)
      }
      guard output.utf8.count <= Self.longest else {
        throw Failure(.sizeExceeded, "A text would be longer than \(Self.longest) bytes.")
      }
    }
    return output
  }

  private mutating func write(_ value: Value) throws(Failure) {
    switch value {
    case .list(let list):
      pending.append(.text("]"))
      for (index, element) in list.elements.enumerated().reversed() {
        pending.append(.value(element))
        if index > 0 { pending.append(.text(", ")) }
      }
      output += "["
    case .map(let map): try write(map)
    default: output += try Self.plain(value)
    }
  }

  private mutating func write(_ map: Value.Map) throws(Failure) {
    var entries: [(key: String, value: Value)] = []
    for (index, key) in map.keys.enumerated() {
      entries.append((try Self.plain(key), map.storage.values[index]))
    }
    entries.sort { $0.key.comesBefore($1.key) }
    pending.append(.text("}"))
    for (index, entry) in entries.enumerated().reversed() {
      pending.append(.value(entry.value))
      pending.append(.text((index > 0 ? ", " : "") + entry.key + ": "))
    }
    output += "{"
  }

  private static func plain(_ value: Value) throws(Failure) -> String {
    switch value {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return DoubleText.shortest(value)
    case .string(let value): return value
    case .bytes(let value): return repaired(value)
    case .timestamp(let value): return value.description
    case .duration(let value): return value.description
    case .type(let value): return value.rawValue
    default:
      throw Failure(
        .noMatchingOverload,
        "The clause '%s' has no text for a value of the type \(value.kind.title).")
    }
  }

  /// The bytes as text, with one U+FFFD for each run of bytes that are no UTF-8.
  private static func repaired(_ bytes: [UInt8]) -> String {
    var decoder = UTF8()
    var source = bytes.makeIterator()
    var text = String.UnicodeScalarView()
    var isBroken = false
    while true {
      switch decoder.decode(&source) {
      case .scalarValue(let scalar):
        text.append(scalar)
        isBroken = false
      case .error:
        if !isBroken { text.append("\u{FFFD}") }
        isBroken = true
      case .emptyInput: return String(text)
      }
    }
  }
}
