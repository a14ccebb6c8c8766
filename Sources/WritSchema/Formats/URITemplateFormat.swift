/// URI templates (RFC 6570, section 2), the operators kept for later use among them.
enum URITemplateFormat {
  static func accepts(_ text: String) -> Bool {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{":
        guard let close = rest.firstIndex(of: "}") else { return false }
        let inner = rest[..<close]
        guard inner.allSatisfy(\.isASCII), isExpression(inner.map { UInt8(ascii: $0) }) else {
          return false
        }
        rest = rest[(close + 1)...]
      case "%":
        guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(\.properties.isASCIIHexDigit)
        else { return false }
        rest = rest.dropFirst(2)
      default: guard isLiteral(scalar) else { return false }
      }
    }
    return true
  }

  private static func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return InternationalScalars.allows(scalar, private: true) }
    return scalar.value > 0x20 && scalar.value != 0x7F
      && !"\"'<>\\^`{|}".unicodeScalars.contains(scalar)
  }

  private static func isExpression(_ text: [UInt8]) -> Bool {
    var list = text[...]
    if let first = list.first, "+#./;?&=,!@|".utf8.contains(first) { list = list.dropFirst() }
    let variables = list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return variables.allSatisfy(isVariable)
  }

  /// A name, perhaps with a largest length or a star.
  private static func isVariable(_ text: ArraySlice<UInt8>) -> Bool {
    var name = text
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[(colon + 1)...]
      guard (1...4).contains(length.count), length.first != UInt8(ascii: "0"),
        length.allSatisfy(ASCII.isDigit)
      else { return false }
      name = name[..<colon]
    }
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      var cursor = ByteCursor(part)
      while !cursor.isAtEnd {
        if cursor.skip("%") {
          guard cursor.skipHexDigits(2) else { return false }
        } else if cursor.skip(while: { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }) == 0 {
          return false
        }
      }
      return !part.isEmpty
    }
  }
}
