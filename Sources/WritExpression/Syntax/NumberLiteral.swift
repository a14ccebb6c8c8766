/// Reads the text of number literals.
enum NumberLiteral {
  /// The value of a number token; `negated` folds the sign in, so that the least integer can be written.
  static func value(
    of token: Token, in source: SourceText, negated: Bool
  ) throws(ExpressionError) -> Value {
    switch token.kind {
    case .double: return try double(token, in: source, negated: negated)
    case .uint: return .uint(try magnitude(token.start..<token.end - 1, in: source, type: "uint"))
    default: return try int(token, in: source, negated: negated)
    }
  }

  private static func int(
    _ token: Token, in source: SourceText, negated: Bool
  ) throws(ExpressionError) -> Value {
    let magnitude = try magnitude(token.start..<token.end, in: source, type: "int")
    if negated, magnitude == Int64.min.magnitude { return .int(Int64.min) }
    guard let value = Int64(exactly: magnitude) else { throw outOfRange(token, source, "int") }
    return .int(negated ? -value : value)
  }

  private static func magnitude(
    _ range: Range<Int>, in source: SourceText, type: String
  ) throws(ExpressionError) -> UInt64 {
    var digits = source.bytes[range]
    var radix: UInt64 = 10
    if digits.count > 2, digits[digits.startIndex + 1] == 0x78 {
      radix = 16
      digits = digits.dropFirst(2)
    }
    var value: UInt64 = 0
    for byte in digits {
      let (scaled, first) = value.multipliedReportingOverflow(by: radix)
      let (sum, second) = scaled.addingReportingOverflow(UInt64(Ascii.hexDigit(byte) ?? 0))
      if first || second {
        let token = Token(kind: .int, start: range.lowerBound, end: range.upperBound)
        throw outOfRange(token, source, type)
      }
      value = sum
    }
    return value
  }

  private static func double(
    _ token: Token, in source: SourceText, negated: Bool
  ) throws(ExpressionError) -> Value {
    let text = String(decoding: source.bytes[token.start..<token.end], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw outOfRange(token, source, "double")
    }
    return .double(negated ? -value : value)
  }

  private static func outOfRange(
    _ token: Token, _ source: SourceText, _ type: String
  ) -> ExpressionError {
    source.error(
      .parse, .numberOutOfRange, at: token.start,
      "The number is outside the range of the type \(type).",
      hint: type == "int" ? "add 'u' for an unsigned number, or '.0' for a double" : nil)
  }
}
