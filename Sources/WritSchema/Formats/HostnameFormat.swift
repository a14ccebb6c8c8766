/// Names of hosts (RFC 1123, section 2.1), with labels for other scripts (RFC 5890 to 5892).
enum HostnameFormat {
  /// A name of letters, digits and hyphens; a label that begins with `xn--` must stand for a
  /// label of another script.
  static func accepts(_ string: String) -> Bool {
    guard string.utf8.count <= 253 else { return false }
    let labels = string.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.allSatisfy { isASCIILabel(Array($0), allowsReserved: true) }
  }

  /// A name whose labels may be of other scripts; the full stops of these separate labels too
  /// (RFC 3490, section 3.1).
  static func acceptsInternational(_ string: String) -> Bool {
    let stops: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    let labels = string.unicodeScalars.split(omittingEmptySubsequences: false) {
      stops.contains($0)
    }
    var length = labels.count - 1
    for label in labels {
      guard let size = encodedLength(of: Array(label)) else { return false }
      length += size
    }
    return length <= 253
  }

  /// The length of a label in its ASCII form; nil when the label is not valid.
  private static func encodedLength(of label: [Unicode.Scalar]) -> Int? {
    if label.allSatisfy(\.isASCII) {
      let bytes = label.map { UInt8(ascii: $0) }
      return isASCIILabel(bytes, allowsReserved: false) ? bytes.count : nil
    }
    guard InternationalLabel.accepts(label), let encoded = Punycode.encode(label) else {
      return nil
    }
    let length = encoded.count + 4
    return length <= 63 ? length : nil
  }

  /// - Parameter allowsReserved: whether hyphens may be third and fourth without `xn` before them;
  ///   hosts have such names, though RFC 5890 keeps them for later use.
  private static func isASCIILabel(_ label: [UInt8], allowsReserved: Bool) -> Bool {
    guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"),
      label.last != UInt8(ascii: "-"),
      label.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
    else { return false }
    guard label.count >= 4, label[2] == UInt8(ascii: "-"), label[3] == UInt8(ascii: "-") else {
      return true
    }
    let isEncoded = label[0] | 0x20 == UInt8(ascii: "x") && label[1] | 0x20 == UInt8(ascii: "n")
    guard isEncoded else { return allowsReserved }
    let encoded = label.dropFirst(4).map { ASCII.isLetter($0) ? $0 | 0x20 : $0 }
    guard let decoded = Punycode.decode(encoded), !decoded.allSatisfy(\.isASCII) else {
      return false
    }
    return InternationalLabel.accepts(decoded) && Punycode.encode(decoded) == encoded
  }
}
