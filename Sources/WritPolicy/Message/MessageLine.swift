/// One line of a commit message without its line feed.
struct MessageLine {
  let bytes: ArraySlice<UInt8>
  /// Counted from 1.
  let number: Int

  /// Splits a message at line feeds; a final line feed opens no further line.
  static func split(_ message: ArraySlice<UInt8>) -> [MessageLine] {
    var lines: [MessageLine] = []
    var start = message.startIndex
    for index in message.indices where message[index] == 0x0A {
      lines.append(MessageLine(bytes: message[start..<index], number: lines.count + 1))
      start = index + 1
    }
    if start < message.endIndex {
      lines.append(MessageLine(bytes: message[start...], number: lines.count + 1))
    }
    return lines
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text as git puts it into a subject.
  var withoutTrailingSpace: String {
    let kept = bytes.reversed().drop(while: Ascii.isSpace).reversed()
    return String(decoding: Array(kept), as: UTF8.self)
  }

  /// Whether there are only visible ASCII characters and spaces, about which nobody can disagree.
  var isPlain: Bool { bytes.allSatisfy { (0x20...0x7E).contains($0) } }

  /// White space only, or nothing.
  var isBlank: Bool { bytes.allSatisfy(Ascii.isSpace) }

  /// What git takes for a comment when `core.commentChar` is not set.
  var isComment: Bool { bytes.first == UInt8(ascii: "#") }

  var startsWithSpace: Bool { bytes.first.map(Ascii.isSpace) ?? false }

  func starts(with prefix: StaticString) -> Bool {
    prefix.withUTF8Buffer { bytes.starts(with: $0) }
  }

  func equals(_ text: StaticString) -> Bool {
    text.utf8CodeUnitCount == bytes.count && text.withUTF8Buffer { bytes.elementsEqual($0) }
  }

  /// A line at which `git interpret-trailers` stops reading unless told `--no-divider`: three
  /// hyphens and then white space or the end of the line.
  var isDivider: Bool {
    starts(with: "---") && (bytes.dropFirst(3).first.map(Ascii.isSpace) ?? true)
  }

  /// What `git cherry-pick -x` adds to the trailers, though it is none.
  var isCherryPickNote: Bool { starts(with: "(cherry picked from commit ") }

  /// A line at which git cuts the message off under one setting of `core.commentChar` or another.
  var isScissors: Bool {
    let cut = "------------------------ >8 ------------------------"
    return bytes.suffix(cut.utf8.count).elementsEqual(cut.utf8)
  }

  /// Where the colon stands that git takes for the end of a trailer key, or nil.
  ///
  /// Before it stand letters, digits and hyphens, then perhaps spaces or tabs.
  var separator: Int? {
    var spaceSeen = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: ":") { return index == bytes.startIndex ? nil : index }
      if !spaceSeen, Ascii.isAlphanumeric(byte) || byte == UInt8(ascii: "-") { continue }
      guard index != bytes.startIndex, byte == 0x20 || byte == 0x09 else { return nil }
      spaceSeen = true
    }
    return nil
  }

  /// The governance key that git or a more lenient reader could take this line for, whatever its
  /// case, indentation, and characters that do not show.
  var suspectedKey: GovernanceKey? {
    // A plain line has no other colon, and no characters that do not show.
    if isPlain {
      guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      return GovernanceKey(ignoringCase: Ascii.trim(bytes[..<colon]))
    }
    var name: [UInt8] = []
    var nameEnded = false
    for scalar in text.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
      if scalar == ":" || scalar.value == 0xFF1A { return GovernanceKey(ignoringCase: name) }
      if scalar.properties.isWhitespace {
        nameEnded = !name.isEmpty
        continue
      }
      guard scalar.isASCII, !nameEnded, name.count < 32 else { return nil }
      name.append(UInt8(scalar.value))
    }
    return nil
  }
}
