/// A finite double written out in all its decimal digits, for rounding at a chosen place.
struct DecimalExpansion {
  /// The digits, without leading zeros.
  private(set) var digits: [UInt8]
  /// How many of the digits stand before the point; negative where zeros follow the point.
  private(set) var point: Int
  let isNegative: Bool

  /// Every double is an integer times a power of two, and a negative power of two is a power of five with the point moved.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    let exponent = Int(value.exponentBitPattern)
    let isNormal = exponent > 0
    let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
    let power = max(exponent, 1) - 1_075
    var number = BigNatural(significand)
    for _ in 0..<power.magnitude { number.multiply(by: power < 0 ? 5 : 2) }
    digits = significand == 0 ? [] : number.decimalDigits
    point = digits.count + min(power, 0)
  }

  /// `d.ddd` with the given number of digits behind the point, ties to even.
  func fixed(_ places: Int) -> String {
    let rounded = rounded(to: point + places)
    var all = rounded.digits
    if rounded.point < 1 { all = Array(repeating: 0, count: 1 - rounded.point) + all }
    let whole = max(rounded.point, 1)
    let missing = whole + places - all.count
    if missing > 0 { all += Array(repeating: 0, count: missing) }
    let sign = isNegative ? "-" : ""
    let text = all.map { $0 + Ascii.zero }
    let head = String(decoding: text.prefix(whole), as: UTF8.self)
    guard places > 0 else { return sign + head }
    return sign + head + "." + String(decoding: text[whole..<whole + places], as: UTF8.self)
  }

  /// `d.ddde+dd` with the given number of digits behind the point, ties to even.
  func scientific(_ places: Int) -> String {
    let rounded = rounded(to: places + 1)
    var all = rounded.digits
    let exponent = digits.isEmpty ? 0 : rounded.point - 1
    if all.count < places + 1 { all += Array(repeating: 0, count: places + 1 - all.count) }
    let text = all.prefix(places + 1).map { $0 + Ascii.zero }
    var result = (isNegative ? "-" : "") + String(decoding: text.prefix(1), as: UTF8.self)
    if places > 0 { result += "." + String(decoding: text.dropFirst(), as: UTF8.self) }
    let magnitude = String(exponent.magnitude)
    return result + (exponent < 0 ? "e-" : "e+") + (magnitude.utf8.count < 2 ? "0" : "") + magnitude
  }

  /// The number with at most `count` digits.
  private func rounded(to count: Int) -> (digits: [UInt8], point: Int) {
    guard count < digits.count else { return (digits, point) }
    guard count >= 0 else { return ([], point) }
    var kept = Array(digits.prefix(count))
    let rest = digits[count...]
    let isTie = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isOdd = (kept.last ?? 0) % 2 == 1
    guard let first = rest.first, isTie ? isOdd : first >= 5 else { return (kept, point) }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    guard index < 0 else {
      kept[index] += 1
      return (kept, point)
    }
    return ([1] + kept, point + 1)
  }
}

/// A natural number of any size, as limbs of nine decimal digits, lowest first.
private struct BigNatural {
  private var limbs: [UInt64]
  private static let base: UInt64 = 1_000_000_000

  init(_ value: UInt64) {
    limbs = [value % Self.base, value / Self.base % Self.base, value / Self.base / Self.base]
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  var decimalDigits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
