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
  /// What is drawn of values that hold more than one number, as steps of a rollout do.
  private(set) var caption: String?
  /// When the chart ends.
  let end: Instant

  /// More names than this are not told apart.
  private static let nameLimit = 12

  /// Makes the series of a trace that ends at a time.
  init(_ trace: Trace, until end: Instant) {
    // Clocks go wrong: a change is never drawn before the one that it followed.
    var time = trace.changes.first?.story.time ?? end
    self.end = trace.changes.map(\.story.time).reduce(end) { max($0, $1) }
    let levels = trace.changes.map { $0.to.flatMap(LastNumber.init) }
    let isNumeric = zip(trace.changes, levels).allSatisfy { $0.to == nil || $1 != nil }
    if isNumeric, let key = levels.lazy.compactMap({ $0?.key }).first {
      caption = "the last '\(key.oneLine)' of each value"
    }
    for (change, number) in zip(trace.changes, levels) {
      time = max(time, change.story.time)
      let level = change.to.map { value in
        isNumeric ? number?.number ?? 0 : Double(place(of: ChangeText.shown(value)))
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

/// The number that a value comes to: itself, or the last of its numbers where it holds nothing but
/// numbers under one name, as the steps of a rollout do.
struct LastNumber {
  let number: Double
  /// What the number is called; nil where it is the value itself.
  let key: String?

  init?(_ value: JSONValue) {
    if let number = value.doubleValue {
      guard number.isFinite else { return nil }
      self.init(number: number, key: nil)
      return
    }
    var numbers: [LastNumber] = []
    guard LastNumber.gather(value, "element", &numbers), let last = numbers.last,
      numbers.allSatisfy({ $0.key == last.key })
    else { return nil }
    self = last
  }

  private init(number: Double, key: String?) {
    self.number = number
    self.key = key
  }

  /// False when there is something else than numbers.
  private static func gather(
    _ value: JSONValue, _ key: String, _ numbers: inout [LastNumber]
  ) -> Bool {
    switch value {
    case .object(let members):
      return members.allSatisfy { gather($0.value, $0.key, &numbers) }
    case .array(let elements):
      return elements.allSatisfy { gather($0, key, &numbers) }
    default:
      guard let number = value.doubleValue, number.isFinite else { return false }
      numbers.append(LastNumber(number: number, key: key))
      return true
    }
  }
}
