/// The grammar of numbers (RFC 8259, section 6), shared by the reader and `JSONNumber`.
enum NumberGrammar {
  /// What was wrong, and where.
  struct Failure: Error {
    var code: JSONError.Code
    var offset: Int
  }

  /// Returns the end of the number that starts at an offset which holds `-` or a digit.
  @inline(__always)
  static func scan(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int
  ) throws(Failure) -> Int {
    var at = start
    if base[at] == UInt8(ascii: "-") { at += 1 }
    guard at < count, isDigit(base[at]) else { throw Failure(code: .badNumber, offset: at) }
    if base[at] == UInt8(ascii: "0") {
      at += 1
      if at < count, isDigit(base[at]) { throw Failure(code: .leadingZero, offset: at - 1) }
    } else {
      at = digits(base, from: at, count: count)
    }
    if at < count, base[at] == UInt8(ascii: ".") {
      at = try someDigits(base, from: at + 1, count: count)
    }
    if at < count, base[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < count, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
      at = try someDigits(base, from: at, count: count)
    }
    return at
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  private static func digits(_ base: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
    var at = start
    while at < count, isDigit(base[at]) { at += 1 }
    return at
  }

  @inline(__always)
  private static func someDigits(
    _ base: UnsafePointer<UInt8>, from start: Int, count: Int
  ) throws(Failure) -> Int {
    let end = digits(base, from: start, count: count)
    guard end > start else { throw Failure(code: .badNumber, offset: start) }
    return end
  }
}
