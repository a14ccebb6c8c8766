extension ExpressionError {
  /// The error as a person reads it: the sentence, the line of the source, a caret under the place, the hint.
  ///
  /// Control characters of the source are shown as `.` and a long line is cut around the place, so
  /// that the text is safe for a terminal and for a log whatever the source holds. An error that lies
  /// in a value has no place.
  public func rendered(source: String) -> String {
    if line == 0 {
      return "\(kind.rawValue) error: \(message)\n" + (hint.map { "  = hint: \($0)\n" } ?? "")
    }
    let window = SourceWindow(line: SourceText(source).line(line), column: column)
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    var text = "\(kind.rawValue) error at \(line):\(column): \(message)\n"
    text += "\(margin) |\n"
    text += "\(number) | \(window.text)\n"
    text += "\(margin) | \(window.caret)\n"
    if let hint { text += "\(margin) = hint: \(hint)\n" }
    return text
  }
}

/// The part of a source line that is shown around a column, and the caret line beneath it.
struct SourceWindow {
  private static let reach = 60
  let text: String
  let caret: String

  init(line: ArraySlice<UInt8>, column: Int) {
    let scalars = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
    let place = min(max(column - 1, 0), scalars.count)
    let start = max(0, place - Self.reach)
    let end = min(scalars.count, place + Self.reach)
    let before = start > 0 ? "..." : ""
    let after = end < scalars.count ? "..." : ""
    text = before + Self.shown(scalars[start..<end]) + after
    let indent = scalars[start..<place].map { $0 == "\t" ? "\t" : " " }.joined()
    caret = String(repeating: " ", count: before.count) + indent + "^"
  }

  private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars {
      let hidden = scalar.properties.generalCategory == .control && scalar != "\t"
      let steering = scalar.properties.generalCategory == .format
      text.unicodeScalars.append(hidden || steering ? "." : scalar)
    }
    return text
  }
}
