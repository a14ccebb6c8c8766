extension TapeBuilder {
  /// Reads a string whose opening quotation mark is at hand.
  @inline(__always)
  mutating func string() throws(ReadFault) {
    let start = at
    at += 1
    var hasEscapes = false
    while true {
      skipPlain()
      guard at < count else { throw ReadFault(.unexpectedEnd, at: count, related: start) }
      switch base[at] {
      case UInt8(ascii: "\""):
        at += 1
        return push(.string, from: start, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape(from: start)
      case 0x80...0xFF: try skipNonASCII()
      case 0x00..<0x20: throw ReadFault(.controlCharacter, at: at, related: start)
      default: at += 1
      }
    }
  }

  /// Skips to the next byte that needs a look, eight at a time.
  @inline(__always)
  private mutating func skipPlain() {
    while at + 8 <= count {
      let found = ByteScan.stringSpecials(ByteScan.load(base, at))
      if found != 0 {
        at += found.trailingZeroBitCount >> 3
        return
      }
      at += 8
    }
  }

  private mutating func skipNonASCII() throws(ReadFault) {
    while at < count, base[at] >= 0x80 {
      let length = UTF8Check.length(base, at, count: count)
      guard length > 0 else { throw ReadFault(.invalidUTF8, at: at) }
      at += length
    }
  }

  private mutating func escape(from start: Int) throws(ReadFault) {
    guard at + 1 < count else { throw ReadFault(.unexpectedEnd, at: count, related: start) }
    switch base[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 2
    case UInt8(ascii: "u"): try unicodeEscape(from: start)
    default: throw ReadFault(.badEscape, at: at)
    }
  }

  private mutating func unicodeEscape(from start: Int) throws(ReadFault) {
    let unit = try hexUnit(at)
    if unit & 0xFC00 == 0xDC00 { throw ReadFault(.loneSurrogate, at: at) }
    guard unit & 0xFC00 == 0xD800 else {
      at += 6
      return
    }
    guard at + 7 < count, base[at + 6] == UInt8(ascii: "\\"), base[at + 7] == UInt8(ascii: "u")
    else { throw ReadFault(.loneSurrogate, at: at) }
    guard try hexUnit(at + 6) & 0xFC00 == 0xDC00 else { throw ReadFault(.loneSurrogate, at: at) }
    at += 12
  }

  private func hexUnit(_ place: Int) throws(ReadFault) -> UInt16 {
    guard let unit = Unescape.hexUnit(base + place + 2, count: count - place - 2) else {
      throw ReadFault(.badEscape, at: place)
    }
    return unit
  }
}
