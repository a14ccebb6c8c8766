/// One line of a commit message without its line feed.
struct MessageLine {
  let bytes: ArraySlice<UInt8>
  /// Counted from 1.
  let number: Int

  /// Splits a message at line feeds; a final line feed opens no further line.
  static func split(_ message: ArraySlice<UInt8>) -> [MessageLine] {
    var pieces = message.split(separator: 0x0A, omittingEmptySubsequences: false)
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    return pieces.enumerated().map { MessageLine(bytes: $0.element, number: $0.offset + 1) }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text as git puts it into a subject.
  var withoutTrailingSpace: String {
    let kept = bytes.reversed().drop(while: Ascii.isSpace).reversed()
    return String(decoding: Array(kept), as: UTF8.self)
  }

  /// White space only, or nothing.
  var isBlank: Bool { bytes.allSatisfy(Ascii.isSpace) }

  /// What git takes for a comment when `core.commentChar` is not set.
  var isComment: Bool { bytes.first == UInt8(ascii: "#") }

  var startsWithSpace: Bool { bytes.first.map(Ascii.isSpace) ?? false }

  func starts(with prefix: StaticString) -> Bool {
    prefix.withUTF8Buffer { bytes.starts(with: $0) }
  }

  func equals(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes.elementsEqual($0) }
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
