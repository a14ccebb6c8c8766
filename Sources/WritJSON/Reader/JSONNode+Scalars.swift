extension JSONNode {
  /// The truth value, or nil when this is none.
  public var boolValue: Bool? {
    switch node.kind {
    case .no: false
    case .yes: true
    default: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool { node.kind == .null }

  /// The double nearest to the number, or nil when this is no number or one beyond a double's range.
  public var doubleValue: Double? {
    guard node.kind == .number else { return nil }
    return storage.bytes.withUnsafeBufferPointer { bytes in
      DecimalText.double(of: UnsafeBufferPointer(rebasing: bytes[byteRange]))
    }
  }

  /// The whole number, or nil when this is no number or none that an `Int` holds.
  public var intValue: Int? {
    guard node.kind == .number else { return nil }
    return Int(sourceText) ?? value.intValue
  }
}

/// Decimal numbers as bytes.
public enum DecimalText {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The double nearest to a number in the grammar of JSON, or nil when the bytes are none or it is
  /// beyond a double's range.
  ///
  /// A number with few digits is an integer divided by a power of ten that a double holds exactly,
  /// and so is rounded once (Clinger, 1990); others take the slow way.
  public static func double(of bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    guard index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39,
      bytes[index] > 0x30 || index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: ".")
    else { return slowly(bytes) }
    var mantissa: UInt64 = 0
    var digits = 0
    var places = 0
    var isFraction = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x30, byte <= 0x39 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        digits += mantissa == 0 ? 0 : 1
        places += isFraction ? 1 : 0
      } else if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        return slowly(bytes)
      }
      index += 1
    }
    guard digits <= 19, mantissa <= 1 << 53, places <= 22, !isFraction || places > 0 else {
      return slowly(bytes)
    }
    let size = Double(mantissa) / powers[places]
    return isNegative ? -size : size
  }

  private static func slowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    JSONNumber(text: String(decoding: bytes, as: UTF8.self))?.asDouble
  }
}
