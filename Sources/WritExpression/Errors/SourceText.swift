/// The text of an expression as bytes, and the arithmetic of places in it.
struct SourceText: Sendable {
  let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Line and column (code points, both from 1) of a byte offset; "\r\n", "\r" and "\n" end a line.
  func location(of offset: Int) -> (line: Int, column: Int) {
    let end = min(max(offset, 0), bytes.count)
    var line = 1
    var column = 1
    var index = 0
    while index < end {
      if endsLine(at: index) {
        line += 1
        column = 1
      } else if bytes[index] & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }
    return (line, column)
  }

  /// The bytes of the given line (from 1) without its end.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    var line = 1
    var start = 0
    var index = 0
    while index < bytes.count, line < number {
      if endsLine(at: index) {
        line += 1
        start = index + 1
      }
      index += 1
    }
    guard line == number else { return [] }
    var end = start
    while end < bytes.count, bytes[end] != Ascii.lineFeed, bytes[end] != Ascii.carriageReturn {
      end += 1
    }
    return bytes[start..<end]
  }

  func error(
    _ kind: ExpressionError.Kind, _ code: ExpressionError.Code, at offset: Int,
    _ message: String, hint: String? = nil
  ) -> ExpressionError {
    let place = location(of: offset)
    return ExpressionError(
      kind: kind, code: code, line: place.line, column: place.column, message: message, hint: hint)
  }

  private func endsLine(at index: Int) -> Bool {
    if bytes[index] == Ascii.lineFeed { return true }
    guard bytes[index] == Ascii.carriageReturn else { return false }
    return index + 1 >= bytes.count || bytes[index + 1] != Ascii.lineFeed
  }
}
