extension ExactDecimal {
  /// The spelling that ECMAScript gives to a number with these digits (ECMA-262, Number::toString),
  /// which RFC 8785 takes over; one value has one spelling.
  var text: String {
    guard !isZero else { return "0" }
    let sign = isNegative ? "-" : ""
    let letters = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    if let scale = scale.small, let plain = plain(letters, scale: scale) { return sign + plain }
    let head = letters.prefix(1)
    let tail = letters.dropFirst()
    return sign + head + (tail.isEmpty ? "" : ".") + tail + "e" + exponentText
  }

  /// The spelling without an exponent, where ECMAScript uses one: from 1e-7 up to below 1e21.
  private func plain(_ letters: String, scale: Int) -> String? {
    if scale > 21 || scale <= -6 { return nil }
    if scale >= letters.utf8.count {
      return letters + String(repeating: "0", count: scale - letters.utf8.count)
    }
    if scale > 0 { return letters.prefix(scale) + "." + letters.dropFirst(scale) }
    return "0." + String(repeating: "0", count: -scale) + letters
  }

  /// The exponent of the first digit, which is one below the scale, with its sign.
  private var exponentText: String {
    switch scale {
    case .small(let value):
      return value - 1 < 0 ? String(value - 1) : "+\(value - 1)"
    case .large(let negative, let digits):
      let lowered = DecimalScale(
        negative: negative, digits: digits.map { $0 + 0x30 }, plus: -1)
      let sign = negative ? "-" : "+"
      switch lowered {
      case .small(let value): return sign + String(value.magnitude)
      case .large(_, let digits):
        return sign + String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
      }
    }
  }
}
