/// How the canonical form spells numbers.
public enum CanonicalNumbers: Sendable, Hashable {
  /// RFC 8785 to the letter: the nearest double in ECMAScript's spelling.
  ///
  /// Numbers that differ only beyond a double's precision become equal.
  case ieee754
  /// As RFC 8785, but numbers that a double would change are spelled exactly, in the same layout,
  /// so that different values always have different forms.
  case exact
}

extension JSONValue {
  /// The canonical form (RFC 8785): no white space, keys sorted by UTF-16 code units, fewest
  /// escapes.
  ///
  /// Throws `number-range` for a number beyond the range of a double, with `.ieee754` only.
  public func canonicalBytes(numbers: CanonicalNumbers) throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1_024)
    try appendCanonical(to: &bytes, numbers)
    return bytes
  }

  /// Appends the canonical form.
  ///
  /// Throws as `canonicalBytes(numbers:)` does.
  public func appendCanonical(
    to bytes: inout [UInt8], _ numbers: CanonicalNumbers
  ) throws(JSONError) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += try number.canonicalText(numbers).utf8
    case .string(let text): JSONText.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        try element.appendCanonical(to: &bytes, numbers)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let elements = members.members
      let order = members.orderByUTF16()
      for place in elements.indices {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        let member = elements[order?[place] ?? place]
        JSONText.append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        try member.value.appendCanonical(to: &bytes, numbers)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}

extension JSONObject {
  /// Whether the first bytes of the keys tell that the members stand in order already.
  private var isSurelyInOrder: Bool {
    var last: UInt64?
    for place in members.indices {
      let key = KeyOrder(members[place].key, place)
      guard key.isASCII, last.map({ $0 < key.start }) ?? true else { return false }
      last = key.start
    }
    return true
  }

  /// The places of the members in the order of RFC 8785, 3.2.3; nil when they stand in it.
  fileprivate func orderByUTF16() -> [Int]? {
    let members = members
    if isSurelyInOrder { return nil }
    var keys: [KeyOrder] = []
    keys.reserveCapacity(members.count)
    for (place, member) in members.enumerated() { keys.append(KeyOrder(member.key, place)) }
    guard keys.allSatisfy(\.isASCII) else {
      return members.indices.sorted {
        members[$0].key.utf16.lexicographicallyPrecedes(members[$1].key.utf16)
      }
    }
    // In ASCII the order of code units is that of bytes, and the first eight mostly tell.
    keys.sort { left, right in
      if left.start != right.start { return left.start < right.start }
      return members[left.place].key.bytesPrecede(members[right.place].key)
    }
    return keys.map(\.place)
  }
}

/// A key's place and its first eight bytes.
private struct KeyOrder {
  let place: Int
  private(set) var start: UInt64 = 0
  private(set) var isASCII = true

  init(_ key: String, _ place: Int) {
    self.place = place
    let done: Void? = key.utf8.withContiguousStorageIfAvailable { look(at: $0) }
    if done == nil { look(at: key.utf8) }
  }

  @inline(__always)
  private mutating func look(at bytes: some Sequence<UInt8>) {
    var shift: UInt64 = 64
    for byte in bytes {
      if byte >= 0x80 { isASCII = false }
      guard shift > 0 else { continue }
      shift -= 8
      start |= UInt64(byte) << shift
    }
  }
}

extension JSONNumber {
  fileprivate func canonicalText(_ numbers: CanonicalNumbers) throws(JSONError) -> String {
    if isPlainInteger { return text }
    // Where a double keeps the decimal value, its shortest digits are the normalised digits.
    guard numbers == .ieee754 else { return normalizedText }
    guard let value = asDouble else {
      throw JSONError(
        code: .numberRange,
        message:
          "The number \(text.prefix(40)) is beyond the range of a double, which RFC 8785 asks for.",
        hint: "write it as a string")
    }
    return Self.shortestText(value)
  }

  /// Whether the text is a whole number of at most 15 digits in its one spelling.
  private var isPlainInteger: Bool {
    let digits = text.utf8
    guard let first = digits.first, digits.count <= 15,
      first != UInt8(ascii: "0") || digits.count == 1
    else { return false }
    return digits.allSatisfy { (0x30...0x39).contains($0) }
  }
}
