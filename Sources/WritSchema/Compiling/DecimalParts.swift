import WritJSON

/// A number as whole digits times a power of ten, without sign; the digits end in no zero.
struct DecimalParts {
  /// The digits, 0 to 9, highest first; none for zero.
  private(set) var digits: [UInt8] = []
  /// The power of ten, kept within bounds that no number of digits in memory can reach.
  private(set) var exponent = 0

  private static let bound = 1 << 50

  init(_ number: JSONNumber) {
    var fraction = 0
    var seenPoint = false
    var rest = number.text.utf8[...]
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: ".") { seenPoint = true }
      guard ASCII.isDigit(byte) else { continue }
      if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - 0x30) }
      if seenPoint { fraction += 1 }
    }
    exponent = Self.exponent(rest.dropFirst()) - fraction
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
  }

  private static func exponent(_ text: Substring.UTF8View) -> Int {
    var value = 0
    for byte in text where ASCII.isDigit(byte) {
      value = min(value * 10 + Int(byte - 0x30), bound)
    }
    return text.first == UInt8(ascii: "-") ? -value : value
  }

  /// Whether one sequence of digits is divisible by another, by long division.
  static func remainderIsZero(of digits: [UInt8], by divisor: [UInt8]) -> Bool {
    var remainder: [UInt8] = []
    for digit in digits {
      if !remainder.isEmpty || digit != 0 { remainder.append(digit) }
      while !precedes(remainder, divisor) { subtract(divisor, from: &remainder) }
    }
    return remainder.isEmpty
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count
      ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }

  private static func subtract(_ smaller: [UInt8], from larger: inout [UInt8]) {
    var borrow: UInt8 = 0
    for place in 1...larger.count {
      let own = larger[larger.count - place]
      let taken = (place <= smaller.count ? smaller[smaller.count - place] : 0) + borrow
      borrow = own < taken ? 1 : 0
      larger[larger.count - place] = own + borrow * 10 - taken
    }
    larger = Array(larger.drop { $0 == 0 })
  }
}
