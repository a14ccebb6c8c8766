/// Turns the bytes of a string or bytes literal into what they stand for.
struct LiteralDecoder {
  private let source: SourceText
  private let isBytes: Bool
  private let end: Int
  private var index: Int
  private let isRaw: Bool
  private var output: [UInt8] = []

  init(_ source: SourceText, token: Token) {
    self.source = source
    isBytes = token.kind == .bytes
    let bytes = source.bytes
    var index = token.start
    var isRaw = false
    while bytes[index] != Ascii.doubleQuote, bytes[index] != Ascii.singleQuote {
      if bytes[index] | 0x20 == 0x72 { isRaw = true }
      index += 1
    }
    let quote = bytes[index]
    let isTriple =
      token.end - index >= 6 && bytes[index + 1] == quote && bytes[index + 2] == quote
    self.isRaw = isRaw
    self.index = index + (isTriple ? 3 : 1)
    end = token.end - (isTriple ? 3 : 1)
  }

  mutating func decode() throws(ExpressionError) -> [UInt8] {
    output.reserveCapacity(end - index)
    while index < end {
      let byte = source.bytes[index]
      if byte == Ascii.backslash, !isRaw {
        try decodeEscape()
      } else if byte == Ascii.carriageReturn {
        decodeLineEnd()
      } else {
        output.append(byte)
        index += 1
      }
    }
    return output
  }

  /// A line end between three quotes is a line feed, however the file writes it: both reference
  /// implementations hold it so, and the meaning must not change with the editor.
  private mutating func decodeLineEnd() {
    output.append(Ascii.lineFeed)
    index += 1
    if index < end, source.bytes[index] == Ascii.lineFeed { index += 1 }
  }

  private mutating func decodeEscape() throws(ExpressionError) {
    let start = index
    guard index + 1 < end else { throw badEscape(at: start) }
    let letter = source.bytes[index + 1]
    if let plain = Self.plainEscapes[letter] {
      output.append(plain)
      index += 2
      return
    }
    switch letter {
    case 0x78, 0x58: try append(number(at: start + 2, digits: 2, radix: 16, escape: start), start)
    case 0x75: try append(unit(at: start), start, wide: true)
    case 0x55:
      try append(number(at: start + 2, digits: 8, radix: 16, escape: start), start, wide: true)
    case 0x30...0x33: try append(number(at: start + 1, digits: 3, radix: 8, escape: start), start)
    default: throw badEscape(at: start)
    }
  }

  /// Reads the digits of an escape and steps past them.
  private mutating func number(
    at first: Int, digits: Int, radix: UInt32, escape: Int
  ) throws(ExpressionError) -> UInt32 {
    guard first + digits <= end else { throw badEscape(at: escape) }
    var number: UInt32 = 0
    for byte in source.bytes[first..<first + digits] {
      guard let digit = Ascii.hexDigit(byte), digit < radix else { throw badEscape(at: escape) }
      number = number &* radix &+ digit
    }
    index = first + digits
    return number
  }

  /// A code point in one `\u` escape, or in two of them that are a pair of surrogates.
  private mutating func unit(at start: Int) throws(ExpressionError) -> UInt32 {
    let first = try number(at: start + 2, digits: 4, radix: 16, escape: start)
    guard (0xD800...0xDBFF).contains(first), index + 1 < end,
      source.bytes[index] == Ascii.backslash, source.bytes[index + 1] == 0x75
    else { return first }
    let second = try number(at: index + 2, digits: 4, radix: 16, escape: start)
    guard (0xDC00...0xDFFF).contains(second) else { return first }
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func append(
    _ number: UInt32, _ escape: Int, wide: Bool = false
  ) throws(ExpressionError) {
    if isBytes {
      guard !wide else {
        throw source.error(
          .parse, .badEscape, at: escape, "A bytes literal has no \\u and \\U escapes.",
          hint: "write the octets as \\xNN, or convert a string with bytes('...')")
      }
      output.append(UInt8(truncatingIfNeeded: number))
      return
    }
    guard let scalar = Unicode.Scalar(number) else {
      throw source.error(
        .parse, .badEscape, at: escape, "The escape does not name a Unicode code point.",
        hint: "one half of a pair of surrogates is no code point")
    }
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private func badEscape(at offset: Int) -> ExpressionError {
    source.error(
      .parse, .badEscape, at: offset, "The backslash does not start an escape of the language.",
      hint: "write \\\\ for a backslash, or r'...' for a string without escapes")
  }

  private static let plainEscapes: [UInt8: UInt8] = [
    0x61: 0x07, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x76: 0x0B,
    0x5C: 0x5C, 0x3F: 0x3F, 0x22: 0x22, 0x27: 0x27, 0x60: 0x60,
  ]
}
