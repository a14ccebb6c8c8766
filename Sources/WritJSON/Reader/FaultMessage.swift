/// Turns a fault into the sentence and hint that people read.
struct FaultMessage {
  let fault: ReadFault
  let bytes: UnsafeBufferPointer<UInt8>
  let limits: JSONLimits

  var error: JSONError {
    let refined = refine()
    let place = JSONPosition(ofByte: fault.offset, in: bytes)
    return JSONError(
      code: refined.code, message: refined.text, line: place.line, column: place.column,
      offset: fault.offset, hint: refined.hint)
  }

  private typealias Refined = (code: JSONError.Code, text: String, hint: String?)

  private func refine() -> Refined {
    switch fault.code {
    case .unexpectedCharacter, .missingComma, .missingColon, .badKey, .trailingText:
      return foreign() ?? plain()
    default: return plain()
    }
  }

  /// Names what other languages allow and JSON does not.
  private func foreign() -> Refined? {
    guard fault.offset < bytes.count, let base = bytes.baseAddress else { return nil }
    let byte = bytes[fault.offset]
    let next = fault.offset + 1 < bytes.count ? bytes[fault.offset + 1] : 0
    switch byte {
    case UInt8(ascii: "/") where next == UInt8(ascii: "/") || next == UInt8(ascii: "*"),
      UInt8(ascii: "#"):
      return (.comment, "A comment starts here; comments are not JSON.", "remove the comment")
    case UInt8(ascii: "'"):
      return (fault.code, "A string is in single quotes.", "use double quotes")
    case 0x80...0xFF where UTF8Check.length(base, fault.offset, count: bytes.count) == 0:
      return (.invalidUTF8, Self.invalidUTF8, nil)
    case UInt8(ascii: "+") where fault.code == .unexpectedCharacter,
      UInt8(ascii: ".") where fault.code == .unexpectedCharacter:
      return (.badNumber, "A number starts with \(found).", "start it with a digit or \"-\"")
    case UInt8(ascii: ",") where fault.code == .unexpectedCharacter || fault.code == .badKey:
      return (fault.code, "A comma stands where \(expected) is expected.", "remove the comma")
    default: return word(byte)
    }
  }

  /// Words such as `None`, `True` or `NaN` in the place of a value.
  private func word(_ byte: UInt8) -> Refined? {
    guard fault.code == .unexpectedCharacter, byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A else {
      return nil
    }
    let letters = bytes[fault.offset...].prefix(24).prefix {
      $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == UInt8(ascii: "_")
    }
    let text = String(decoding: letters, as: UTF8.self)
    return (.badLiteral, "The word \"\(text)\" is not JSON.", Self.literalHint)
  }

  static let literalHint = "a value is a string, number, object, array, true, false or null"
  static let invalidUTF8 = "The text is not valid UTF-8 here."

  private var expected: String {
    switch fault.code {
    case .badKey: "a key"
    case .missingColon: "\":\""
    case .missingComma: "\",\" or the end of the container"
    default: "a value"
    }
  }

  /// The character at fault, for sentences.
  private var found: String {
    guard fault.offset < bytes.count, let base = bytes.baseAddress else { return "the end" }
    let byte = bytes[fault.offset]
    if byte < 0x21 || byte == 0x7F { return "the character " + Self.code(UInt32(byte)) }
    let length = max(1, UTF8Check.length(base, fault.offset, count: bytes.count))
    let end = min(fault.offset + length, bytes.count)
    return "\"\(String(decoding: bytes[fault.offset..<end], as: UTF8.self))\""
  }

  private static func code(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  private func place(_ offset: Int) -> String {
    let place = JSONPosition(ofByte: offset, in: bytes)
    return "line \(place.line), column \(place.column)"
  }

  private func plain() -> Refined {
    switch fault.code {
    case .emptyInput: (.emptyInput, "The text is empty.", "a JSON text holds one value")
    case .tooLarge:
      (
        .tooLarge, "The text has \(bytes.count) bytes, more than the limit of \(limits.bytes).", nil
      )
    case .tooDeep:
      (.tooDeep, "The text is nested deeper than \(limits.depth) levels.", nil)
    case .byteOrderMark:
      (.byteOrderMark, "The text starts with a byte order mark.", "save it as UTF-8 without BOM")
    case .invalidUTF8: (.invalidUTF8, Self.invalidUTF8, nil)
    case .unexpectedEnd: (.unexpectedEnd, endText, nil)
    case .trailingText:
      (.trailingText, "There is more text after the value: \(found).", "a text holds one value")
    case .trailingComma:
      (.trailingComma, "A comma stands before the end of its container.", "remove the comma")
    case .missingComma, .missingColon, .badKey, .unexpectedCharacter:
      (
        fault.code, "\(found) stands where \(expected) is expected.",
        fault.code == .badKey ? "keys are strings in double quotes" : nil
      )
    default: insideToken()
    }
  }

  private var endText: String {
    guard fault.related >= 0, fault.related < bytes.count else { return "The text ends too early." }
    let what =
      switch bytes[fault.related] {
      case UInt8(ascii: "{"): "object"
      case UInt8(ascii: "["): "array"
      default: "string"
      }
    return "The text ends inside the \(what) that starts at \(place(fault.related))."
  }

  private func insideToken() -> Refined {
    switch fault.code {
    case .leadingZero:
      return (.leadingZero, "A number starts with a needless zero.", "remove the zero")
    case .badNumber:
      return (.badNumber, "A digit is missing in a number; \(found) stands in its place.", nil)
    case .badLiteral:
      return (
        .badLiteral, "A word starts here that is none of true, false and null.", Self.literalHint
      )
    case .controlCharacter:
      return (
        .controlCharacter, "A string holds \(found) unescaped.",
        bytes[fault.offset] == 0x0A ? "write \"\\n\", or end the string" : "write it as an escape"
      )
    case .badEscape:
      return (
        .badEscape, "A string holds an escape that JSON does not know.",
        "write \"\\\\\" for a backslash"
      )
    case .loneSurrogate:
      return (.loneSurrogate, "An escape names one half of a surrogate pair alone.", nil)
    case .duplicateKey:
      return (
        .duplicateKey,
        "The key \(keyText) occurs twice in one object, first at \(place(fault.related)).",
        "keep one of the two"
      )
    default: return (fault.code, "The text is not JSON here.", nil)
    }
  }

  /// The key at fault as it stands in the text, shortened.
  private var keyText: String {
    var end = fault.offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    let text = String(decoding: bytes[fault.offset..<min(end + 1, bytes.count)], as: UTF8.self)
    let shown = text.unicodeScalars.prefix(80)
    return String(String.UnicodeScalarView(shown)) + (shown.count == 80 ? "..." : "")
  }
}
