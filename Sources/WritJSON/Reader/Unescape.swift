/// Turns the raw bytes between quotation marks into the bytes they stand for.
enum Unescape {
  /// The four hexadecimal digits of a `\u` escape.
  static func hexUnit(_ base: UnsafePointer<UInt8>, count: Int) -> UInt16? {
    guard count >= 4 else { return nil }
    var unit: UInt16 = 0
    for place in 0..<4 {
      let byte = base[place]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// The unescaped bytes of a string that the reader has checked.
  static func bytes(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var at = 0
    while at < raw.count {
      guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
        result.append(raw[at])
        at += 1
        continue
      }
      at += append(raw, at, to: &result)
    }
    return result
  }

  /// Appends what one escape stands for and returns the escape's length.
  private static func append(
    _ raw: UnsafeBufferPointer<UInt8>, _ at: Int, to result: inout [UInt8]
  ) -> Int {
    switch raw[at + 1] {
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      let (scalar, length) = scalar(raw, at)
      result += Array(String(Character(scalar)).utf8)
      return length
    default: result.append(raw[at + 1])
    }
    return 2
  }

  private static func scalar(
    _ raw: UnsafeBufferPointer<UInt8>, _ at: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let high = unit(raw, at) else { return (replacement, 2) }
    if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
    guard let low = unit(raw, at + 6) else { return (replacement, 6) }
    let code = 0x10000 + (UInt32(high & 0x3FF) << 10) + UInt32(low & 0x3FF)
    return (Unicode.Scalar(code) ?? replacement, 12)
  }

  private static func unit(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt16? {
    guard let base = raw.baseAddress, at + 6 <= raw.count else { return nil }
    return hexUnit(base + at + 2, count: raw.count - at - 2)
  }
}
