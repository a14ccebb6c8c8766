import Writ
import WritJSON
import WritPolicy

/// The life of a value as a chart draws it: steps, each from one change to the next.
struct StepSeries {
  struct Step {
    let time: Instant
    /// The height; nil while there is no value.
    let level: Double?
    let text: String
    let isRollback: Bool
    let note: String
  }

  private(set) var steps: [Step] = []
  /// What stands at the heights of a value that is no number.
  private(set) var names: [String] = []
  /// When the chart ends.
  let end: Instant

  /// More names than this are not told apart.
  private static let nameLimit = 12

  /// Makes the series of a trace that ends at a time.
  init(_ trace: Trace, until end: Instant) {
    // Clocks go wrong: a change is never drawn before the one that it followed.
    var time = trace.changes.first?.story.time ?? end
    self.end = trace.changes.map(\.story.time).reduce(end) { max($0, $1) }
    let isNumeric = trace.changes.allSatisfy { $0.to == nil || $0.to?.doubleValue?.isFinite == true }
    for change in trace.changes {
      time = max(time, change.story.time)
      let level = change.to.map { value in
        isNumeric ? value.doubleValue ?? 0 : Double(place(of: ChangeText.shown(value)))
      }
      steps.append(
        Step(
          time: time, level: level, text: change.to.map(ChangeText.shown) ?? "(none)",
          isRollback: change.story.isRollback, note: StoryText.line(change.story)))
    }
    if isNumeric { names = [] }
  }

  private mutating func place(of name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    if names.count == Self.nameLimit { names[Self.nameLimit - 1] = "(other)" }
    if names.count < Self.nameLimit { names.append(name) }
    return names.count - 1
  }

  /// When the chart begins.
  var start: Instant { steps.first?.time ?? end }

  /// The lowest and the highest level; from 0 where all are between 0 and 100, as percentages are.
  var range: ClosedRange<Double> {
    let levels = steps.compactMap(\.level)
    guard let low = levels.min(), let high = levels.max() else { return 0...1 }
    if !names.isEmpty { return 0...Double(max(names.count - 1, 1)) }
    let floor = low >= 0 && low <= high / 2 ? 0 : low
    return high > floor ? floor...high : (floor - 1)...(floor + 1)
  }

  /// How far along a time is, from 0 to 1.
  func place(_ time: Instant) -> Double {
    let span = Double(end.seconds) - Double(start.seconds)
    return span > 0 ? (Double(time.seconds) - Double(start.seconds)) / span : 0
  }

  /// The marks of the vertical axis.
  var marks: [(level: Double, label: String)] {
    if !names.isEmpty { return names.enumerated().map { (Double($0.offset), $0.element) } }
    return Axis.values(range.lowerBound, range.upperBound, atMost: 6).map { ($0, Axis.label($0)) }
  }
}
