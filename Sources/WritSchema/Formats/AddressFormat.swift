/// Addresses of the Internet Protocol.
enum AddressFormat {
  /// Four numbers below 256 in their plain spelling (RFC 2673, section 3.2).
  static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit) else { return false }
        if part.count > 1, part.first == UInt8(ascii: "0") { return false }
        return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } < 256
      }
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros left out, the last two groups
  /// perhaps as an IPv4 address (RFC 4291, section 2.2).
  static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
    guard let gap = firstGap(in: text) else { return groups(in: text, mayEndInIPv4: true) == 8 }
    let head = text[..<gap]
    let tail = text[(gap + 2)...]
    guard let before = head.isEmpty ? 0 : groups(in: head, mayEndInIPv4: false),
      let after = tail.isEmpty ? 0 : groups(in: tail, mayEndInIPv4: true)
    else { return false }
    return before + after <= 7
  }

  private static func firstGap(in text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first {
      text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":")
    }
  }

  /// The number of groups of 16 bits; nil when the text is not made of such.
  private static func groups(in text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    for (index, part) in parts.enumerated() {
      if part.contains(UInt8(ascii: ".")) {
        guard mayEndInIPv4, index == parts.count - 1, isIPv4(part) else { return nil }
        count += 2
      } else {
        guard (1...4).contains(part.count), part.allSatisfy({ ASCII.hexValue($0) != nil }) else {
          return nil
        }
        count += 1
      }
    }
    return count
  }
}
