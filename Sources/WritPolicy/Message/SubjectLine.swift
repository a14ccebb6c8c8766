/// Makes a subject out of text that may come from anywhere.
enum SubjectLine {
  /// The most Unicode scalars a subject has.
  static let limit = 72
  private static let ellipsis = "..."

  /// Escapes what a subject may not hold, keeps it from being read as anything else, shortens it.
  static func make(_ text: String) -> String {
    var line = trimmed(escaped(text))
    // As a trailer, a comment or a divider the line would be lost or believed.
    let parsed = MessageLine(bytes: Array(line.utf8)[...], number: 1)
    if parsed.suspectedKey != nil || parsed.isComment || parsed.isDivider {
      line = "policy " + line
    }
    if parsed.isScissors { line += "." }
    return shortened(line)
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || TextRules.problem(of: scalar) != nil {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  private static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: Ascii.trim(bytes[...]), as: UTF8.self)
  }

  /// Cuts out of the middle, since a subject begins with the policy and ends with the new value.
  private static func shortened(_ line: String) -> String {
    guard line.unicodeScalars.count > limit else { return line }
    let room = limit - ellipsis.count
    let head = prefix(of: line, scalars: room * 3 / 5)
    let tail = prefix(of: String(line.reversed()), scalars: room - room * 3 / 5)
    return trimmed(head) + ellipsis + trimmed(String(tail.reversed()))
  }

  /// As many whole characters from the start as fit.
  private static func prefix(of line: String, scalars: Int) -> String {
    var room = scalars
    return String(
      line.prefix {
        room -= $0.unicodeScalars.count
        return room >= 0
      })
  }
}
