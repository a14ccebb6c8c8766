import WritPolicy

/// Draws counts as bars, with an axis and its numbers.
struct BarChart {
  let bars: [(name: String, count: Int)]
  /// Whether the bars stand, as counts over time do.
  let isVertical: Bool

  private let width = 900.0
  private var highest: Int { max(bars.map(\.count).max() ?? 0, 1) }
  private var marks: [Double] {
    Axis.values(0, Double(highest), atMost: 5).filter { $0 == $0.rounded() }
  }
  private var limit: Double { max(marks.max() ?? 1, Double(highest)) }

  /// The picture, to stand inside of a page.
  var svg: String {
    if bars.isEmpty { return "<p>None.</p>" }
    let body = isVertical ? standing : lying
    let height = isVertical ? 240 : bars.count * 24 + 34
    return
      ([
        "<svg viewBox=\"0 0 \(Int(width)) \(height)\" width=\"\(Int(width))\" "
          + "height=\"\(height)\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"
      ]
      + body + ["</svg>"]).joined(separator: "\n")
  }

  private func text(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
    "<text x=\"\(Axis.label(x.rounded()))\" y=\"\(Axis.label(y.rounded()))\" "
      + "text-anchor=\"\(anchor)\" fill=\"#24292f\">\(Markup.escaped(text))</text>"
  }

  private func rectangle(_ x: Double, _ y: Double, _ w: Double, _ h: Double, _ note: String)
    -> String
  {
    let numbers = [x, y, w, h].map { Axis.label(($0 * 10).rounded() / 10) }
    return "<rect x=\"\(numbers[0])\" y=\"\(numbers[1])\" width=\"\(numbers[2])\" "
      + "height=\"\(numbers[3])\" fill=\"#0969da\"><title>\(Markup.escaped(note))</title></rect>"
  }

  private func line(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double) -> String {
    let numbers = [x, y, toX, toY].map { Axis.label(($0 * 10).rounded() / 10) }
    return "<line x1=\"\(numbers[0])\" y1=\"\(numbers[1])\" x2=\"\(numbers[2])\" "
      + "y2=\"\(numbers[3])\" stroke=\"#d8dee4\"/>"
  }

  private var standing: [String] {
    let left = 48.0
    let base = 200.0
    let step = (width - left - 16) / Double(bars.count)
    var lines = marks.flatMap { mark -> [String] in
      let y = base - mark / limit * 180
      return [line(left, y, width - 16, y), text(left - 8, y + 4, Axis.label(mark), "end")]
    }
    for (place, bar) in bars.enumerated() where bar.count > 0 {
      let height = Double(bar.count) / limit * 180
      lines.append(
        rectangle(
          left + Double(place) * step, base - height, max(step - 2, 1), height,
          "\(bar.name): \(bar.count)"))
    }
    let every = max(1, (bars.count + 8) / 9)
    for place in stride(from: 0, to: bars.count, by: every) {
      lines.append(text(left + Double(place) * step, base + 20, bars[place].name, "start"))
    }
    return lines
  }

  private var lying: [String] {
    let left = 300.0
    let room = width - left - 60
    let base = Double(bars.count) * 24 + 4
    var lines = marks.flatMap { mark -> [String] in
      let x = left + mark / limit * room
      return [line(x, 0, x, base), text(x, base + 18, Axis.label(mark), "middle")]
    }
    for (place, bar) in bars.enumerated() {
      let y = Double(place) * 24
      let name = bar.name.count > 42 ? bar.name.prefix(39) + "..." : bar.name
      lines.append(text(left - 8, y + 17, name, "end"))
      lines.append(
        rectangle(
          left, y + 4, Double(bar.count) / limit * room, 16, "\(bar.name): \(bar.count)"))
    }
    return lines
  }
}
