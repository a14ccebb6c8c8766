/// A number of fixed size, least significant word first.
struct Limbs: Equatable {
  var words: [UInt64]

  /// Reads bytes, most significant first; `count` words, or as many as are needed.
  init(_ bytes: [UInt8], count: Int? = nil) {
    words = [UInt64](repeating: 0, count: count ?? (bytes.count + 7) / 8)
    for (index, byte) in bytes.reversed().enumerated() {
      words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
    }
  }

  init(zeros count: Int) { words = [UInt64](repeating: 0, count: count) }

  func bytes(count: Int) -> [UInt8] {
    (0..<count).reversed().map { index in
      UInt8(truncatingIfNeeded: words[index / 8] >> UInt64(index % 8 * 8))
    }
  }

  func isLess(than other: Limbs) -> Bool {
    for index in words.indices.reversed() where words[index] != other.words[index] {
      return words[index] < other.words[index]
    }
    return false
  }

  /// Takes a number of the same size away, and drops what is borrowed.
  mutating func subtract(_ other: Limbs) {
    var borrow = false
    for index in words.indices {
      let (first, under) = words[index].subtractingReportingOverflow(other.words[index])
      let (second, again) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      words[index] = second
      borrow = under || again
    }
  }

  /// Doubles the number and tells whether a bit fell out.
  mutating func double() -> Bool {
    var carry: UInt64 = 0
    for index in words.indices {
      let next = words[index] >> 63
      words[index] = words[index] << 1 | carry
      carry = next
    }
    return carry == 1
  }
}

/// Arithmetic modulo an odd number, by Montgomery's method.
///
/// Peter L. Montgomery, "Modular multiplication without trial division", 1985.
struct MontgomeryField {
  let modulus: Limbs
  /// The words of a number.
  let count: Int
  /// What makes the lowest word zero: minus the inverse of the modulus modulo 2^64.
  private let factor: UInt64

  init(modulus: Limbs) {
    self.modulus = modulus
    count = modulus.words.count
    // Newton's iteration doubles the number of right bits: 3, 6, 12, 24, 48, 96.
    let low = modulus.words[0]
    var inverse = low
    for _ in 0..<5 { inverse = inverse &* (2 &- low &* inverse) }
    factor = 0 &- inverse
  }

  /// `base` to the power of `exponent`, which is not zero.
  func power(of base: Limbs, _ exponent: UInt64) -> Limbs {
    let start = entered(base)
    var result = start
    for bit in (0..<(63 - exponent.leadingZeroBitCount)).reversed() {
      result = product(result, result)
      if exponent >> UInt64(bit) & 1 == 1 { result = product(result, start) }
    }
    var one = Limbs(zeros: count)
    one.words[0] = 1
    return product(result, one)
  }

  /// `value` times 2^(64 * count).
  private func entered(_ value: Limbs) -> Limbs {
    var result = value
    for _ in 0..<(64 * count) {
      if result.double() || !result.isLess(than: modulus) { result.subtract(modulus) }
    }
    return result
  }

  /// The product of two numbers, divided by 2^(64 * count).
  private func product(_ left: Limbs, _ right: Limbs) -> Limbs {
    var sum = [UInt64](repeating: 0, count: count + 2)
    for word in left.words {
      add(right.words, times: word, to: &sum)
      add(modulus.words, times: sum[0] &* factor, to: &sum)
      // The lowest word is zero now.
      for index in 0...count { sum[index] = sum[index + 1] }
      sum[count + 1] = 0
    }
    var result = Limbs(zeros: count)
    for index in 0..<count { result.words[index] = sum[index] }
    if sum[count] != 0 || !result.isLess(than: modulus) { result.subtract(modulus) }
    return result
  }

  private func add(_ words: [UInt64], times factor: UInt64, to sum: inout [UInt64]) {
    var carry: UInt64 = 0
    for index in 0..<count {
      let (high, low) = words[index].multipliedFullWidth(by: factor)
      let (first, over) = sum[index].addingReportingOverflow(low)
      let (second, again) = first.addingReportingOverflow(carry)
      sum[index] = second
      carry = high &+ (over ? 1 : 0) &+ (again ? 1 : 0)
    }
    let (top, over) = sum[count].addingReportingOverflow(carry)
    sum[count] = top
    sum[count + 1] &+= over ? 1 : 0
  }
}
