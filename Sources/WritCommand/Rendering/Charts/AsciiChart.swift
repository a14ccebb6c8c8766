import WritPolicy

/// Draws the steps of a number with ordinary characters.
struct AsciiChart {
  let series: StepSeries
  var width = 64

  /// At most this many lines, each for one level.
  private static let lineLimit = 12

  /// The lines, the highest level first; none where there is nothing to draw.
  var lines: [String] {
    let levels = self.levels
    guard levels.count > 1 else { return [] }
    let columns = self.columns(levels)
    let labels = levels.map { label($0) }
    let margin = labels.map(\.count).max() ?? 0
    var lines: [String] = []
    for (row, label) in labels.enumerated().reversed() {
      let body = columns.indices.map { character(columns, $0, row) }
      let pad = String(repeating: " ", count: margin - label.count)
      lines.append((pad + label + " |" + String(body)).trimmedAtEnd)
    }
    let indent = String(repeating: " ", count: margin + 1)
    lines.append(indent + "+" + String(repeating: "-", count: width))
    let from = series.start.date.description
    let to = series.end.date.description
    let gap = max(1, width + 1 - from.count - to.count)
    return lines + [indent + from + String(repeating: " ", count: gap) + to]
  }

  /// A longer name is no label.
  static let nameLimit = 24

  private func label(_ level: Double) -> String {
    series.names.isEmpty
      ? Axis.label(level) : String(series.names[Int(level)].prefix(Self.nameLimit))
  }

  /// The levels that the value had, or evenly spaced ones when those are too many.
  private var levels: [Double] {
    let found = Set(series.steps.compactMap(\.level)).sorted()
    guard found.count > Self.lineLimit, let low = found.first, let high = found.last else {
      return found
    }
    let step = (high - low) / Double(Self.lineLimit - 1)
    return (0..<Self.lineLimit).map { low + Double($0) * step }
  }

  /// For each column the row, and whether a rollback happened there.
  private func columns(_ levels: [Double]) -> [(row: Int?, isRollback: Bool)] {
    var columns: [(row: Int?, isRollback: Bool)] = Array(repeating: (nil, false), count: width)
    let starts = self.starts
    for (place, step) in series.steps.enumerated() {
      let from = starts[place]
      let to = place + 1 < starts.count ? max(from, starts[place + 1]) : width - 1
      let row = step.level.map { level in
        levels.indices.min { (levels[$0] - level).magnitude < (levels[$1] - level).magnitude } ?? 0
      }
      for column in from...to { columns[column] = (row, false) }
      if step.isRollback { columns[from].isRollback = true }
    }
    return columns
  }

  /// The column at which each step begins: that of its time, moved aside where changes follow each
  /// other so fast that one would hide the other.
  private var starts: [Int] {
    let count = series.steps.count
    var starts = series.steps.map { min(Int(series.place($0.time) * Double(width)), width - 1) }
    guard count <= width else { return starts }
    for place in starts.indices.dropFirst() {
      starts[place] = max(starts[place], starts[place - 1] + 1)
    }
    for place in starts.indices { starts[place] = min(starts[place], width - count + place) }
    return starts
  }

  private func character(
    _ columns: [(row: Int?, isRollback: Bool)], _ place: Int, _ row: Int
  ) -> Character {
    let here = columns[place].row
    let before = place > 0 ? columns[place - 1].row : here
    if here == row { return columns[place].isRollback ? "R" : before == row ? "-" : "+" }
    guard let here, let before, here != before else { return " " }
    if before == row { return "+" }
    return row > min(here, before) && row < max(here, before) ? "|" : " "
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmedAtEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
