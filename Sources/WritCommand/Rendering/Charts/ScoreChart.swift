/// Draws scores as lying bars with their values and notes.
struct ScoreChart {
  let bars: [(name: String, value: Double, note: String)]

  private static let width = 900
  private static let left = 220.0
  private static let room = 320.0

  /// The picture, to stand inside of a page.
  var svg: String {
    guard !bars.isEmpty else { return "<p>None.</p>" }
    let most = max(bars.map(\.value).max() ?? 0, 1e-9)
    let height = bars.count * 26 + 6
    var lines = [
      "<svg viewBox=\"0 0 \(Self.width) \(height)\" width=\"\(Self.width)\" height=\"\(height)\" "
        + "role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"
    ]
    for (place, bar) in bars.enumerated() {
      let y = place * 26 + 4
      let long = Int((max(0, bar.value) / most * Self.room).rounded())
      let name = bar.name.count > 32 ? bar.name.prefix(29) + "..." : bar.name
      lines.append(text(Int(Self.left) - 8, y + 14, name, "end"))
      lines.append(
        "<rect x=\"\(Int(Self.left))\" y=\"\(y)\" width=\"\(long)\" height=\"18\" "
          + "fill=\"#0969da\"/>")
      let shown = "\(BenchText.shown(bar.value))  \(bar.note)"
      lines.append(text(Int(Self.left) + long + 8, y + 14, shown, "start"))
    }
    return (lines + ["</svg>"]).joined(separator: "\n")
  }

  private func text(_ x: Int, _ y: Int, _ text: String, _ anchor: String) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"#24292f\">"
      + "\(Markup.escaped(text))</text>"
  }
}
