/// The strict reader (RFC 8259): walks the bytes once and writes the tape.
///
/// It does not recurse: an open container keeps the index of the one around it in its own node.
struct TapeBuilder {
  let base: UnsafePointer<UInt8>
  let count: Int
  let tape: UnsafeMutablePointer<TapeNode>
  let maximumDepth: Int
  /// The next byte to read.
  var at = 0
  /// How many nodes are written.
  var used = 0
  private var open = TapeNode.noParent
  private var depth = 0
  private var keys = DuplicateKeys()

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, base: UnsafePointer<UInt8>,
    tape: UnsafeMutablePointer<TapeNode>, maximumDepth: Int
  ) {
    self.base = base
    count = bytes.count
    self.tape = tape
    self.maximumDepth = maximumDepth
  }

  mutating func build() throws(ReadFault) {
    skipWhitespace()
    guard at < count else { throw ReadFault(.emptyInput, at: 0) }
    try value()
    while open != TapeNode.noParent {
      if tape[open].isObject { try nextMember() } else { try nextElement() }
    }
    skipWhitespace()
    if at < count { throw ReadFault(.trailingText, at: at) }
  }

  @inline(__always)
  private mutating func nextMember() throws(ReadFault) {
    var byte = try upcoming()
    if byte == UInt8(ascii: "}") { return try closeObject() }
    if used != open + 1 {
      guard byte == UInt8(ascii: ",") else { throw ReadFault(.missingComma, at: at) }
      let comma = at
      at += 1
      byte = try upcoming()
      if byte == UInt8(ascii: "}") { throw ReadFault(.trailingComma, at: comma) }
    }
    guard byte == UInt8(ascii: "\"") else { throw ReadFault(.badKey, at: at) }
    try string()
    if at < count, base[at] == UInt8(ascii: ":") {
      at += 1
    } else {
      guard try upcoming() == UInt8(ascii: ":") else { throw ReadFault(.missingColon, at: at) }
      at += 1
    }
    try value()
  }

  @inline(__always)
  private mutating func nextElement() throws(ReadFault) {
    let byte = try upcoming()
    if byte == UInt8(ascii: "]") { return close() }
    guard used != open + 1 else { return try value() }
    guard byte == UInt8(ascii: ",") else { throw ReadFault(.missingComma, at: at) }
    let comma = at
    at += 1
    if try upcoming() == UInt8(ascii: "]") { throw ReadFault(.trailingComma, at: comma) }
    try value()
  }

  @inline(__always)
  private mutating func value() throws(ReadFault) {
    switch try upcoming() {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try openContainer(.object)
    case UInt8(ascii: "["): try openContainer(.array)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try literal("true", .yes)
    case UInt8(ascii: "f"): try literal("false", .no)
    case UInt8(ascii: "n"): try literal("null", .null)
    default: throw ReadFault(.unexpectedCharacter, at: at)
    }
  }

  @inline(__always)
  private mutating func openContainer(_ kind: TapeNode.Kind) throws(ReadFault) {
    guard depth < maximumDepth else { throw ReadFault(.tooDeep, at: at) }
    depth += 1
    tape[used] = TapeNode(kind, start: at, end: 0, link: open)
    open = used
    used += 1
    at += 1
  }

  @inline(__always)
  private mutating func closeObject() throws(ReadFault) {
    let first = open + 1
    try keys.check(first..<used, tape: tape, base: base)
    close()
  }

  @inline(__always)
  private mutating func close() {
    at += 1
    let outer = tape[open].link
    tape[open].end = UInt32(truncatingIfNeeded: at)
    tape[open].link = used
    open = outer
    depth -= 1
  }

  @inline(__always)
  private mutating func number() throws(ReadFault) {
    let start = at
    do throws(NumberGrammar.Failure) {
      at = try NumberGrammar.scan(base, from: at, count: count)
    } catch {
      throw ReadFault(error.code, at: error.offset, related: start)
    }
    push(.number, from: start)
  }

  @inline(__always)
  private mutating func literal(_ word: StaticString, _ kind: TapeNode.Kind) throws(ReadFault) {
    let length = word.utf8CodeUnitCount
    guard at + length <= count else { throw ReadFault(.badLiteral, at: at) }
    for place in 0..<length where base[at + place] != word.utf8Start[place] {
      throw ReadFault(.badLiteral, at: at)
    }
    let start = at
    at += length
    push(kind, from: start)
  }

  @inline(__always)
  mutating func push(_ kind: TapeNode.Kind, from start: Int, hasEscapes: Bool = false) {
    tape[used] = TapeNode(kind, start: start, end: at, link: used + 1, hasEscapes: hasEscapes)
    used += 1
  }

  /// Skips white space and returns the byte that follows.
  @inline(__always)
  private mutating func upcoming() throws(ReadFault) -> UInt8 {
    skipWhitespace()
    guard at < count else {
      throw ReadFault(
        .unexpectedEnd, at: count, related: open == TapeNode.noParent ? -1 : Int(tape[open].start))
    }
    return base[at]
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    while at < count {
      switch base[at] {
      case 0x20, 0x0D, 0x09: at += 1
      case 0x0A:
        at += 1
        while at + 8 <= count, ByteScan.load(base, at) == ByteScan.spaces { at += 8 }
      default: return
      }
    }
  }
}
