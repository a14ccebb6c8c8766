import WritJSON

/// Short renderings of values for sentences.
enum Excerpt {
  /// The most Unicode scalars of a rendering.
  private static let limit = 60

  /// A value as JSON on one line, cut where it is long.
  static func of(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text)
    return cut(text)
  }

  /// Values side by side, the later ones left out where there are many.
  static func list(_ values: [JSONValue]) -> String {
    let shown = values.prefix(10).map(of).joined(separator: ", ")
    return values.count > 10 ? "\(shown) and \(values.count - 10) more" : shown
  }

  /// A string in quotation marks, cut where it is long.
  static func quoted(_ string: String) -> String { of(.string(string)) }

  /// A text that may hold anything, made fit for a line: hidden characters escaped, and cut where it
  /// is longer than anyone would read.
  static func visible(_ text: String, limit: Int = 1_000) -> String {
    var result = String.UnicodeScalarView()
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == limit {
        result.append(contentsOf: "...".unicodeScalars)
        break
      }
      if isHidden(scalar) {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }

  /// A hint that names the known name which was probably meant, if one is near.
  static func suggestion(for name: String, among candidates: [String]) -> String? {
    Suggestions.nearest(to: name, among: candidates).first.map { "did you mean \(quoted($0))?" }
  }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(limit - 3))) + "..."
  }

  /// Writes as much of a value as an excerpt can show.
  private static func write(_ value: JSONValue, to text: inout String) {
    guard text.utf8.count <= limit * 4 else { return }
    switch value {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .number(let number): text += String(number.text.prefix(limit))
    case .string(let string): write(string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.prefix(limit).enumerated() {
        if index > 0 { text += ", " }
        write(element, to: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.prefix(limit).enumerated() {
        if index > 0 { text += ", " }
        write(member.key, to: &text)
        text += ": "
        write(member.value, to: &text)
      }
      text += "}"
    }
  }

  /// Writes a string with its control characters escaped, those that turn text around too.
  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars.prefix(limit + 1) {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if isHidden(scalar) {
          text += escape(scalar)
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
    default: false
    }
  }
}
