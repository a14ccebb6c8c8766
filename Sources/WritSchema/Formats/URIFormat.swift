/// URIs and their references (RFC 3986, appendix A), and the international forms (RFC 3987).
struct URIFormat {
  let international: Bool

  private static let subDelimiters = "!$&'()*+,;="
  private static let unreserved = "-._~"

  /// Whether a text is a URI: it has a scheme.
  func isURI(_ text: String) -> Bool { isReference(text) && URIReference(text).isAbsolute }

  /// Whether a text is a URI or a relative reference.
  func isReference(_ text: String) -> Bool {
    let parts = URIReference(text)
    if let authority = parts.authority, !isAuthority(authority) { return false }
    if parts.scheme == nil, parts.authority == nil {
      // The first segment of a relative path has no colon: it would read as a scheme.
      let segment = parts.path.utf8.prefix { $0 != UInt8(ascii: "/") }
      if segment.contains(UInt8(ascii: ":")) { return false }
    }
    return holds(parts.path, only: ":@/")
      && parts.query.map { holds($0, only: ":@/?", allowsPrivate: true) } ?? true
      && parts.fragment.map { holds($0, only: ":@/?") } ?? true
  }

  private func isAuthority(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
      guard holds(String(Substring(rest[..<at])), only: ":") else { return false }
      rest = rest[rest.index(after: at)...]
    }
    if rest.first == UInt8(ascii: "[") {
      guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = Array(rest[..<close].dropFirst())[...]
      let port = rest[rest.index(after: close)...]
      return isIPLiteral(literal) && (port.isEmpty || isPort(port))
    }
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else {
      return holds(String(Substring(rest)), only: "")
    }
    return holds(String(Substring(rest[..<colon])), only: "") && isPort(rest[colon...])
  }

  /// A colon and any number of digits.
  private func isPort(_ text: Substring.UTF8View) -> Bool {
    text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(ASCII.isDigit)
  }

  private func isIPLiteral(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first.map({ $0 | 0x20 }) == UInt8(ascii: "v") else {
      return AddressFormat.isIPv6(text)
    }
    var cursor = ByteCursor(text.dropFirst())
    guard cursor.skip(while: { ASCII.hexValue($0) != nil }) > 0, cursor.skip(".") else {
      return false
    }
    let allowed = Self.unreserved + Self.subDelimiters + ":"
    let count = cursor.skip { ASCII.isAlphanumeric($0) || allowed.utf8.contains($0) }
    return count > 0 && cursor.isAtEnd
  }

  /// Whether a component is made of unreserved characters, percent escapes, sub-delimiters and
  /// those given; of characters beyond ASCII where these are allowed.
  private func holds(_ text: String, only more: String, allowsPrivate: Bool = false) -> Bool {
    var ahead = 0
    for scalar in text.unicodeScalars {
      if ahead > 0 {
        guard scalar.properties.isASCIIHexDigit else { return false }
        ahead -= 1
      } else if scalar == "%" {
        ahead = 2
      } else if scalar.isASCII {
        guard isAllowed(UInt8(ascii: scalar), more) else { return false }
      } else {
        guard international, InternationalScalars.allows(scalar, private: allowsPrivate) else {
          return false
        }
      }
    }
    return ahead == 0
  }

  private func isAllowed(_ byte: UInt8, _ more: String) -> Bool {
    ASCII.isAlphanumeric(byte) || Self.unreserved.utf8.contains(byte)
      || Self.subDelimiters.utf8.contains(byte) || more.utf8.contains(byte)
  }
}

/// The characters beyond ASCII in international references (RFC 3987, section 2.2).
enum InternationalScalars {
  static func allows(_ scalar: Unicode.Scalar, private allowsPrivate: Bool) -> Bool {
    switch scalar.value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: allowsPrivate
    case 0x10000...0xDFFFF, 0xE1000...0xEFFFF: scalar.value & 0xFFFF < 0xFFFE
    default: false
    }
  }
}
