/// Numbers of the type double in text.
enum DoubleText {
  /// The shortest text that reads back as the same number, in the form of C's `%g`: `0.1`, `1`, `1e+06`, `NaN`, `-Infinity`.
  static func shortest(_ value: Double) -> String {
    if let name = special(value) { return name }
    let (digits, point) = digits(of: value)
    let sign = value.sign == .minus ? "-" : ""
    let exponent = point - 1
    let isPlain = exponent >= -4 && exponent < 6
    return sign + (isPlain ? plain(digits, point) : scientific(digits, exponent))
  }

  /// The name of a number that is not finite.
  static func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return nil
  }

  /// Reads a decimal number, `NaN`, `Infinity` or `Inf`; nil for other text and for a number too great for the type.
  static func value(of text: String) -> Double? {
    let bytes = Array(text.utf8)
    let isWord = bytes.contains { Ascii.isLetter($0) && $0 | 0x20 != 0x65 }
    if isWord { return word(text) }
    guard bytes.contains(where: Ascii.isDigit), let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }

  private static func word(_ text: String) -> Double? {
    let lower = String(
      decoding: text.utf8.map { Ascii.isLetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    switch lower {
    case "nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }

  /// The shortest digits of a finite number and the place of the point after the first `point` of them.
  private static func digits(of value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let text = Array(value.magnitude.description.utf8)
    for (index, byte) in text.enumerated() {
      if byte == Ascii.dot {
        point = digits.count
      } else if byte | 0x20 == 0x65 {
        exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
      }
    }
    var place = (point ?? digits.count) + exponent
    let leading = digits.prefix { $0 == Ascii.zero }.count
    digits.removeFirst(leading)
    place -= leading
    while digits.last == Ascii.zero { digits.removeLast() }
    return digits.isEmpty ? ([Ascii.zero], 1) : (digits, place)
  }

  private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
    var text = String(decoding: digits.prefix(1), as: UTF8.self)
    if digits.count > 1 { text += "." + String(decoding: digits.dropFirst(), as: UTF8.self) }
    let magnitude = String(exponent.magnitude)
    return text + (exponent < 0 ? "e-" : "e+") + (magnitude.utf8.count < 2 ? "0" : "") + magnitude
  }

  private static func plain(_ digits: [UInt8], _ point: Int) -> String {
    if point <= 0 {
      let zeros = String(repeating: "0", count: -point)
      return "0." + zeros + String(decoding: digits, as: UTF8.self)
    }
    if point >= digits.count {
      let zeros = String(repeating: "0", count: point - digits.count)
      return String(decoding: digits, as: UTF8.self) + zeros
    }
    return String(decoding: digits.prefix(point), as: UTF8.self) + "."
      + String(decoding: digits.dropFirst(point), as: UTF8.self)
  }
}
