extension Value.Duration {
  /// Reads `1h30m`, `-1.5s`, `250ms` or `0`: numbers with the units h, m, s, ms, us, ns.
  ///
  /// Returns nil for any other text and for a span longer than a duration can be.
  public init?(text: String) {
    var reader = DurationReader(bytes: Array(text.utf8))
    guard let nanoseconds = reader.read() else { return nil }
    self.init(nanoseconds: nanoseconds)
  }
}

/// Reads the text of a duration, exactly: a fraction finer than a nanosecond is cut off.
private struct DurationReader {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() -> Int64? {
    var negative = false
    if let first = bytes.first, first == Ascii.minus || first == Ascii.plus {
      negative = first == Ascii.minus
      index = 1
    }
    if bytes.dropFirst(index).elementsEqual([Ascii.zero]) { return 0 }
    guard index < bytes.count else { return nil }
    var total: UInt64 = 0
    while index < bytes.count {
      guard let part = readPart() else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return nil }
      total = sum
    }
    if negative, total == Int64.min.magnitude { return Int64.min }
    return Int64(exactly: total).map { negative ? -$0 : $0 }
  }

  /// One number with its unit, in nanoseconds.
  private mutating func readPart() -> UInt64? {
    let whole = readDigits()
    var fraction: ArraySlice<UInt8> = []
    if index < bytes.count, bytes[index] == Ascii.dot {
      index += 1
      fraction = readDigits()
    }
    guard !(whole.isEmpty && fraction.isEmpty), let unit = readUnit() else { return nil }
    var value: UInt64 = 0
    for digit in whole {
      let (scaled, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = scaled.addingReportingOverflow(UInt64(digit - Ascii.zero))
      if first || second { return nil }
      value = sum
    }
    let (scaled, first) = value.multipliedReportingOverflow(by: unit)
    let (sum, second) = scaled.addingReportingOverflow(Self.part(fraction, of: unit))
    return first || second ? nil : sum
  }

  /// The digits after the point as a part of the unit.
  private static func part(_ fraction: ArraySlice<UInt8>, of unit: UInt64) -> UInt64 {
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    for digit in fraction.prefix(15) {
      numerator = numerator * 10 + UInt64(digit - Ascii.zero)
      denominator *= 10
    }
    // unit <= 3.6e12 and numerator < 1e15: the product needs 128 bits.
    return denominator.dividingFullWidth(unit.multipliedFullWidth(by: numerator)).quotient
  }

  private mutating func readDigits() -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, Ascii.isDigit(bytes[index]) { index += 1 }
    return bytes[start..<index]
  }

  private mutating func readUnit() -> UInt64? {
    let start = index
    while index < bytes.count, !Ascii.isDigit(bytes[index]), bytes[index] != Ascii.dot {
      index += 1
    }
    switch String(decoding: bytes[start..<index], as: UTF8.self).unicodeScalars.map(\.value) {
    case [0x68]: return 3_600_000_000_000
    case [0x6D]: return 60_000_000_000
    case [0x73]: return 1_000_000_000
    case [0x6D, 0x73]: return 1_000_000
    // us with the letter u, the micro sign or the Greek mu.
    case [0x75, 0x73], [0xB5, 0x73], [0x3BC, 0x73]: return 1_000
    case [0x6E, 0x73]: return 1
    default: return nil
    }
  }
}
