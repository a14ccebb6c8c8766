/// Reads bytes from the front, for grammars of ASCII text.
struct ByteCursor {
  private(set) var rest: ArraySlice<UInt8>

  init(_ string: String) { rest = Array(string.utf8)[...] }

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  var next: UInt8? { rest.first }

  /// Reads one given character, in either case if it is a letter.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    let wanted = UInt8(ascii: character)
    guard let first = rest.first else { return false }
    guard first == wanted || (ASCII.isLetter(wanted) && first | 0x20 == wanted | 0x20) else {
      return false
    }
    rest = rest.dropFirst()
    return true
  }

  /// Reads one character, whatever it is.
  mutating func skipOne() { rest = rest.dropFirst() }

  /// Reads exactly so many digits as a number.
  mutating func number(digits: Int) -> Int? {
    let head = rest.prefix(digits)
    guard head.count == digits, head.allSatisfy(ASCII.isDigit) else { return nil }
    rest = rest.dropFirst(digits)
    return head.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Reads exactly so many hexadecimal digits.
  mutating func skipHexDigits(_ count: Int) -> Bool {
    let head = rest.prefix(count)
    guard head.count == count, head.allSatisfy({ ASCII.hexValue($0) != nil }) else { return false }
    rest = rest.dropFirst(count)
    return true
  }

  /// Reads all bytes at the front that pass a test; gives how many.
  mutating func skip(while test: (UInt8) -> Bool) -> Int {
    let count = rest.prefix(while: test).count
    rest = rest.dropFirst(count)
    return count
  }
}
