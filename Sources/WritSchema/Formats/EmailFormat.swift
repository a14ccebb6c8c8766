/// Mailboxes (RFC 5321, section 4.1.2; RFC 6531, section 3.3, for the international form).
enum EmailFormat {
  static func accepts(_ string: String, international: Bool) -> Bool {
    let bytes = Array(string.utf8)
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = bytes[..<at]
    let domain = bytes[(at + 1)...]
    guard local.count <= 64, domain.count <= 255 else { return false }
    return isLocalPart(local, international) && isDomain(domain, international)
  }

  private static func isLocalPart(_ text: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    if text.first == UInt8(ascii: "\"") { return isQuoted(text, international) }
    let atoms = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return atoms.allSatisfy { atom in
      !atom.isEmpty
        && atom.allSatisfy {
          ASCII.isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
            || (international && $0 >= 0x80)
        }
    }
  }

  private static func isQuoted(_ text: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    guard text.count >= 2, text.last == UInt8(ascii: "\"") else { return false }
    var inner = text.dropFirst().dropLast()
    while let byte = inner.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        guard let escaped = inner.popFirst(), (0x20...0x7E).contains(escaped) else { return false }
      case UInt8(ascii: "\""): return false
      case 0x20...0x7E: break
      default: guard international, byte >= 0x80 else { return false }
      }
    }
    return true
  }

  private static func isDomain(_ text: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    if text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") {
      return isAddress(text.dropFirst().dropLast())
    }
    let name = String(decoding: text, as: UTF8.self)
    return international
      ? HostnameFormat.acceptsInternational(name) : HostnameFormat.accepts(name)
  }

  /// An address literal (section 4.1.3), of which the general form has no registered use.
  private static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
    let tag = Array("ipv6:".utf8)
    let head = text.prefix(tag.count).map { ASCII.isLetter($0) ? $0 | 0x20 : $0 }
    return head == tag
      ? AddressFormat.isIPv6(text.dropFirst(tag.count)) : AddressFormat.isIPv4(text)
  }
}
