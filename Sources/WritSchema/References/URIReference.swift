/// A URI reference taken apart (RFC 3986, appendix B) and resolved (section 5.2).
///
/// Any text can be taken apart; whether it obeys the grammar is another question. Components are
/// compared by their bytes.
struct URIReference: Sendable {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  var fragment: String?

  /// Takes a text apart.
  init(_ text: String) {
    var rest = Array(text.utf8)[...]
    fragment = Self.cutSuffix(after: UInt8(ascii: "#"), from: &rest)
    query = Self.cutSuffix(after: UInt8(ascii: "?"), from: &rest)
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = String(decoding: rest[..<colon], as: UTF8.self)
      rest = rest[(colon + 1)...]
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[end...]
    }
    path = String(decoding: rest, as: UTF8.self)
  }

  /// Whether it has a scheme, so that it can stand without a base.
  var isAbsolute: Bool { scheme != nil }

  /// The same reference without its fragment.
  var withoutFragment: URIReference {
    var copy = self
    copy.fragment = nil
    return copy
  }

  /// The reference put together (RFC 3986, section 5.3).
  var text: String {
    var text = ""
    if let scheme { text += scheme + ":" }
    if let authority { text += "//" + authority }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  private static func cutSuffix(after mark: UInt8, from rest: inout ArraySlice<UInt8>) -> String? {
    guard let place = rest.firstIndex(of: mark) else { return nil }
    defer { rest = rest[..<place] }
    return String(decoding: rest[(place + 1)...], as: UTF8.self)
  }

  private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, ASCII.isLetter(first) else { return false }
    return bytes.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "+")
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
  }
}

extension URIReference {
  /// What this reference means when it stands in a document with the given base.
  func resolved(against base: URIReference) -> URIReference {
    var target = self
    if scheme != nil {
      target.path = Self.removingDotSegments(path)
      return target
    }
    target.scheme = base.scheme
    if authority != nil {
      target.path = Self.removingDotSegments(path)
      return target
    }
    target.authority = base.authority
    if path.isEmpty {
      target.path = base.path
      target.query = query ?? base.query
    } else if path.utf8.first == UInt8(ascii: "/") {
      target.path = Self.removingDotSegments(path)
    } else {
      target.path = Self.removingDotSegments(base.merging(path))
    }
    return target
  }

  /// Puts a relative path in place of the last segment of this path (section 5.2.3).
  private func merging(_ relative: String) -> String {
    if authority != nil, path.isEmpty { return "/" + relative }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return relative }
    return String(path[...slash]) + relative
  }

  /// Takes `.` and `..` out of a path (section 5.2.4); a relative path keeps leading `..`.
  private static func removingDotSegments(_ path: String) -> String {
    let isRooted = path.utf8.first == UInt8(ascii: "/")
    var kept: [Substring.UTF8View] = []
    var endsInFolder = false
    for segment in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .dropFirst(isRooted ? 1 : 0)
    {
      endsInFolder = segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8)
      if segment.elementsEqual("..".utf8) {
        _ = kept.popLast()
      } else if !endsInFolder {
        kept.append(segment)
      }
    }
    var text = isRooted ? "/" : ""
    text += kept.map { String(Substring($0)) }.joined(separator: "/")
    if endsInFolder, !kept.isEmpty { text += "/" }
    return text
  }
}

/// Tests on single bytes of ASCII text.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// The value of a hexadecimal digit.
  static func hexValue(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - 0x30 }
    let lower = byte | 0x20
    return lower &- 0x61 < 6 ? lower - 0x61 + 10 : nil
  }
}

extension String {
  /// The text with `%XX` taken back to bytes; nil when an escape is broken or the bytes are no UTF-8.
  var percentDecoded: String? {
    guard utf8.contains(UInt8(ascii: "%")) else { return self }
    let source = Array(utf8)
    var bytes: [UInt8] = []
    var place = 0
    while place < source.count {
      if source[place] == UInt8(ascii: "%") {
        guard place + 2 < source.count, let high = ASCII.hexValue(source[place + 1]),
          let low = ASCII.hexValue(source[place + 2])
        else { return nil }
        bytes.append(high << 4 | low)
        place += 3
      } else {
        bytes.append(source[place])
        place += 1
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The text as it may stand in the fragment of a URI (RFC 3986, section 3.5).
  var percentEncodedForFragment: String {
    let plain: (UInt8) -> Bool = {
      ASCII.isAlphanumeric($0) || "-._~!$&'()*+,;=:@/?".utf8.contains($0)
    }
    guard !utf8.allSatisfy(plain) else { return self }
    var bytes: [UInt8] = []
    for byte in utf8 {
      if plain(byte) {
        bytes.append(byte)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        bytes += Array(("%" + (byte < 16 ? "0" : "") + digits).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
