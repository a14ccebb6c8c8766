/// The encoding of labels in ASCII (RFC 3492), in lower case and without its prefix.
enum Punycode {
  private static let base = 36
  private static let tMinimum = 1
  private static let tMaximum = 26
  private static let initialBias = 72
  private static let initialCode = 128

  /// The scalars that a text stands for; nil when it is not in the encoding.
  static func decode(_ text: [UInt8]) -> [Unicode.Scalar]? {
    var output: [UInt32] = []
    var rest = text[...]
    if let hyphen = text.lastIndex(of: UInt8(ascii: "-")) {
      output = text[..<hyphen].map(UInt32.init)
      rest = text[(hyphen + 1)...]
    }
    var code = initialCode
    var place = 0
    var bias = initialBias
    while !rest.isEmpty {
      guard let delta = readDelta(&rest, bias) else { return nil }
      let count = output.count + 1
      bias = adapt(delta, count, isFirst: place == 0 && code == initialCode)
      place += delta
      code += place / count
      place %= count
      guard code <= 0x10FFFF else { return nil }
      output.insert(UInt32(code), at: place)
      place += 1
    }
    let scalars = output.compactMap(Unicode.Scalar.init)
    return scalars.count == output.count ? scalars : nil
  }

  /// Reads one number of variable length.
  private static func readDelta(_ rest: inout ArraySlice<UInt8>, _ bias: Int) -> Int? {
    var delta = 0
    var weight = 1
    var k = base
    while let byte = rest.popFirst() {
      let digit: Int
      switch byte {
      case 0x61...0x7A: digit = Int(byte) - 0x61
      case 0x30...0x39: digit = Int(byte) - 0x30 + 26
      default: return nil
      }
      delta += digit * weight
      // A label has at most 63 characters and code points are below 2^21.
      guard delta < 1 << 32 else { return nil }
      let threshold = threshold(k, bias)
      if digit < threshold { return delta }
      weight *= base - threshold
      guard weight < 1 << 32 else { return nil }
      k += base
    }
    return nil
  }

  /// The encoding of scalars; nil when they are too many for a label.
  static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
    guard scalars.count <= 63 else { return nil }
    let codes = scalars.map { Int($0.value) }
    var output = codes.filter { $0 < initialCode }.map { UInt8($0) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var code = initialCode
    var delta = 0
    var bias = initialBias
    var handled = basicCount
    while handled < codes.count {
      guard let next = codes.filter({ $0 >= code }).min() else { return nil }
      delta += (next - code) * (handled + 1)
      code = next
      for other in codes {
        if other < code { delta += 1 }
        guard other == code else { continue }
        write(delta, bias, to: &output)
        bias = adapt(delta, handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return output
  }

  private static func write(_ delta: Int, _ bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var k = base
    while true {
      let threshold = threshold(k, bias)
      if rest < threshold { break }
      output.append(letter(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    output.append(letter(rest))
  }

  private static func letter(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int {
    min(max(k - bias, tMinimum), tMaximum)
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var rest = delta / (isFirst ? 700 : 2)
    rest += rest / count
    var k = 0
    while rest > (base - tMinimum) * tMaximum / 2 {
      rest /= base - tMinimum
      k += base
    }
    return k + (base - tMinimum + 1) * rest / (rest + 38)
  }
}
