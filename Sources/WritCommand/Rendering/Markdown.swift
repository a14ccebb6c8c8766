import WritPolicy

/// Text from people and repositories inside of Markdown, where it must stay text: no markup, no
/// mention, no link, no row or cell of a table, whatever it holds.
enum Markdown {
  /// The text in a code span, on one line.
  ///
  /// Forges turn nothing inside of one into a mention or a link.
  static func code(_ text: String) -> String {
    let line = text.oneLine
    if line.isEmpty { return "(empty)" }
    var longest = 0
    var run = 0
    for byte in line.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = longest > 0 || line.hasPrefix(" ") || line.hasSuffix(" ") ? " " : ""
    return fence + pad + line + pad + fence
  }

  /// The text in a code span, inside of a table's cell.
  static func cell(_ text: String) -> String {
    // A cell ends at a bar, even inside of code; and a backslash before a bar is taken as its escape.
    let escaped = text.oneLine.utf8.contains(UInt8(ascii: "|"))
    guard escaped else { return code(text) }
    let entities = text.oneLine.unicodeScalars.map { scalar -> String in
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isPlain || scalar == " " ? String(scalar) : "&#\(scalar.value);"
    }
    return "<code>\(entities.joined())</code>"
  }

  /// What the rows of one table may have, so that all stays below the 65,536 characters of a comment.
  private static let rowLimit = 150
  private static let sizeLimit = 40_000

  /// A table with as many of the rows as fit into a comment, and a line about those that do not.
  static func table(
    _ head: [String], fitting rows: [[String]], more: (Int) -> String
  ) -> [String] {
    var size = 0
    let shown = rows.prefix(rowLimit).prefix { row in
      size += row.reduce(0) { $0 + $1.utf8.count }
      return size <= sizeLimit
    }
    let lines = table(head, Array(shown))
    return shown.count == rows.count ? lines : lines + ["", more(rows.count - shown.count)]
  }

  /// A table with a line for each row; cells are Markdown already.
  static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    return [line(head), line(head.map { _ in "---" })] + rows.map(line)
  }
}

/// Text inside of HTML or SVG.
enum Markup {
  /// The text with what could begin a tag, an entity or end an attribute escaped; what cannot stand
  /// in XML is shown by its number.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.oneLine.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
