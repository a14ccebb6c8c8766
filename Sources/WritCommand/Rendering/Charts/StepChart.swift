import WritPolicy

/// Draws steps as SVG: a picture that stands alone, with both axes.
struct StepChart {
  let series: StepSeries
  let title: String
  var width = 900.0
  var height = 320.0

  private let top = 44.0
  private let bottom = 44.0
  private let right = 24.0

  /// Names need more room than numbers.
  private var left: Double {
    let longest = series.marks.map { min($0.label.count, 28) }.max() ?? 0
    return max(56, Double(longest) * 7 + 20)
  }

  /// The document.
  var svg: String {
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
        + "width=\"\(Int(width))\" height=\"\(Int(height))\" role=\"img\" "
        + "font-family=\"system-ui, sans-serif\" font-size=\"12\">",
      "<title>\(Markup.escaped(title))</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
      text(left, 24, title, anchor: "start", extra: " font-size=\"14\" font-weight=\"600\""),
    ]
    lines += levelAxis + timeAxis + steps
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private var bounds: ClosedRange<Double> {
    let marks = series.marks.map(\.level)
    let low = min(series.range.lowerBound, marks.min() ?? 0)
    return low...max(series.range.upperBound, marks.max() ?? 1, low + 1e-9)
  }

  private func x(_ time: Instant) -> Double { left + series.place(time) * (width - left - right) }

  private func y(_ level: Double) -> Double {
    let part = (level - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
    return height - bottom - part * (height - top - bottom)
  }

  private func text(
    _ x: Double, _ y: Double, _ text: String, anchor: String, extra: String = ""
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"#24292f\"\(extra)>"
      + "\(Markup.escaped(text))</text>"
  }

  private func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) -> String {
    "<line x1=\"\(number(from.0))\" y1=\"\(number(from.1))\" x2=\"\(number(to.0))\" "
      + "y2=\"\(number(to.1))\" \(style)/>"
  }

  private func number(_ value: Double) -> String { Axis.label((value * 10).rounded() / 10) }

  private var levelAxis: [String] {
    var lines = [line((left, top), (left, height - bottom), "stroke=\"#57606a\"")]
    for mark in series.marks {
      let height = y(mark.level)
      lines.append(line((left, height), (width - right, height), "stroke=\"#d8dee4\""))
      let label = mark.label.count > 28 ? mark.label.prefix(25) + "..." : mark.label
      lines.append(text(left - 8, height + 4, label, anchor: "end"))
    }
    return lines
  }

  private var timeAxis: [String] {
    let base = height - bottom
    var lines = [line((left, base), (width - right, base), "stroke=\"#57606a\"")]
    var marks = Axis.times(series.start, series.end)
    if marks.isEmpty { marks = [(series.start, String(series.start.description.prefix(16)))] }
    for mark in marks {
      lines.append(line((x(mark.time), base), (x(mark.time), base + 5), "stroke=\"#57606a\""))
      lines.append(text(x(mark.time), base + 20, mark.label, anchor: "middle"))
    }
    return lines
  }

  private var steps: [String] {
    var lines: [String] = []
    for (place, step) in series.steps.enumerated() {
      let next = place + 1 < series.steps.count ? series.steps[place + 1] : nil
      guard let level = step.level else { continue }
      let end = (x(next?.time ?? series.end), y(level))
      let stroke = "stroke=\"#0969da\" stroke-width=\"2\""
      lines.append(line((x(step.time), y(level)), end, stroke))
      if let after = next?.level { lines.append(line(end, (end.0, y(after)), stroke)) }
    }
    return lines + points
  }

  /// A dot for each change, red for a rollback, which tells what stands behind it.
  private var points: [String] {
    series.steps.map { step in
      let color = step.isRollback ? "#cf222e" : step.level == nil ? "#57606a" : "#0969da"
      let place = (x(step.time), y(step.level ?? bounds.lowerBound))
      let word = step.isRollback ? "rollback: " : ""
      return
        "<circle cx=\"\(number(place.0))\" cy=\"\(number(place.1))\" r=\"4\" fill=\"\(color)\">"
        + "<title>\(Markup.escaped("\(word)\(step.text)  \(step.note)"))</title></circle>"
    }
  }
}
