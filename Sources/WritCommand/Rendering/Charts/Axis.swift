import WritPolicy

/// Where the marks of an axis stand.
enum Axis {
  /// At most so many round numbers (1, 2 or 5 times a power of ten apart) that span a range.
  static func values(_ low: Double, _ high: Double, atMost count: Int) -> [Double] {
    guard high > low, (high - low).isFinite else { return [low] }
    let rough = (high - low) / Double(max(count - 1, 1))
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough { power /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
    var marks: [Double] = []
    var mark = (low / step).rounded(.down) * step
    while marks.count <= count + 1 {
      marks.append(mark)
      if mark >= high { break }
      mark = (marks[0] / step + Double(marks.count)).rounded() * step
    }
    return marks
  }

  /// A number without digits that say nothing.
  static func label(_ value: Double) -> String {
    let rounded = value.magnitude < 1e15 ? (value * 1e6).rounded() / 1e6 : value
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? String(Int64(rounded)) : "\(rounded)"
  }

  /// The beginnings of years, months, days or hours in a time, and what to call them.
  static func times(_ from: Instant, _ to: Instant) -> [(time: Instant, label: String)] {
    let span = to.seconds - from.seconds
    if span > 3 * 366 * 86_400 { return months(from, to, step: 12) }
    if span > 400 * 86_400 { return months(from, to, step: 6) }
    if span > 120 * 86_400 { return months(from, to, step: 2) }
    if span > 45 * 86_400 { return months(from, to, step: 1) }
    let unit: Int64 = span > 8 * 86_400 ? 5 * 86_400 : span > 86_400 ? 86_400 : 3_600
    let step = unit * max(1, span / unit / 8)
    var time = (from.seconds / step + 1) * step
    var marks: [(Instant, String)] = []
    while time <= to.seconds {
      let text = Instant(seconds: time).description
      marks.append(
        (
          Instant(seconds: time),
          String(unit < 86_400 ? text.prefix(16).suffix(5) : text.prefix(10))
        ))
      time += step
    }
    return marks
  }

  private static func months(
    _ from: Instant, _ to: Instant, step: Int
  ) -> [(time: Instant, label: String)] {
    var marks: [(Instant, String)] = []
    var month = (from.date.year * 12 + from.date.month - 1) / step * step + step
    while let day = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) {
      let time = Instant(seconds: Int64(day.daysSinceEpoch) * 86_400)
      if time > to { break }
      marks.append((time, String(day.description.prefix(step == 12 ? 4 : 7))))
      month += step
    }
    // Many years need no more than every second, third or so on.
    let stride = max(1, (marks.count + 9) / 10)
    return marks.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }
}
