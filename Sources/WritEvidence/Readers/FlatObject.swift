import WritJSON

/// Reads a line that holds a flat JSON object in the form that programs write.
///
/// It takes only what is surely strict JSON: names that are known and in the order of the columns,
/// plain ASCII strings, numbers and words. Any other line is left to the strict reader.
struct FlatObject {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int
  private let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Fills the cells of the columns; false when the line is not of this form.
  mutating func read(_ columns: [Column], into cells: inout [Cell]) -> Bool {
    skipSpace()
    guard take(UInt8(ascii: "{")) else { return false }
    for index in columns.indices {
      if index > 0 {
        skipSpace()
        guard take(UInt8(ascii: ",")) else { return false }
      }
      skipSpace()
      guard takeName(columns[index].bytes) else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      guard let cell = value(wantsText: columns[index].wantsText) else { return false }
      cells[index] = cell
    }
    skipSpace()
    guard take(UInt8(ascii: "}")) else { return false }
    skipSpace()
    return position == end
  }

  private mutating func skipSpace() {
    while position < end,
      bytes[position] == 0x20 || bytes[position] == 0x09 || bytes[position] == 0x0D
    { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// The name with its quotation marks, as it was written before.
  private mutating func takeName(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty, position + name.count <= end else { return false }
    for index in name.indices where bytes[position + index] != name[index] { return false }
    position += name.count
    return true
  }

  private mutating func value(wantsText: Bool) -> Cell? {
    guard position < end else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true").map { .flag(true) }
    case UInt8(ascii: "f"): return word("false").map { .flag(false) }
    case UInt8(ascii: "n"): return word("null").map { Cell.none }
    default: return number(wantsText: wantsText)
    }
  }

  private mutating func string() -> Cell? {
    let start = position + 1
    var index = start
    while index < end, bytes[index] != UInt8(ascii: "\"") {
      guard bytes[index] >= 0x20, bytes[index] < 0x7F, bytes[index] != UInt8(ascii: "\\") else {
        return nil
      }
      index += 1
    }
    guard index < end else { return nil }
    position = index + 1
    return .bytes(UnsafeBufferPointer(rebasing: bytes[start..<index]))
  }

  private mutating func word(_ text: StaticString) -> Void? {
    let length = text.utf8CodeUnitCount
    guard position + length <= end else { return nil }
    for index in 0..<length where bytes[position + index] != text.utf8Start[index] { return nil }
    position += length
    return ()
  }

  private mutating func number(wantsText: Bool) -> Cell? {
    let start = position
    var index = start
    while index < end, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "}"),
      bytes[index] > 0x20
    { index += 1 }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<index])
    guard let value = DecimalText.double(of: text) else { return nil }
    position = index
    return wantsText ? .bytes(text) : .number(value)
  }
}
