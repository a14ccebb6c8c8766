/// Slides each run of changed items as far as equal items at its ends allow: down, or to where it
/// meets a run on the other side.
struct ChangeSliding {
  private let items: [Int]
  private var marks: [Bool]

  /// Slides the marks over the items; `other` are the marks of the other side.
  static func slide(_ marks: inout [Bool], over items: [Int], against other: [Bool]) {
    var sliding = ChangeSliding(items: items, marks: marks)
    sliding.run(against: other)
    marks = sliding.marks
  }

  /// A run of marked items, empty between two items that are not.
  private struct Run {
    var start = 0
    var end = 0
    var isEmpty: Bool { start == end }

    init(first marks: [Bool]) {
      while end < marks.count, marks[end] { end += 1 }
    }

    mutating func goToNext(_ marks: [Bool]) -> Bool {
      guard end < marks.count else { return false }
      start = end + 1
      end = start
      while end < marks.count, marks[end] { end += 1 }
      return true
    }

    mutating func goToPrevious(_ marks: [Bool]) {
      guard start > 0 else { return }
      end = start - 1
      start = end
      while start > 0, marks[start - 1] { start -= 1 }
    }
  }

  private mutating func run(against other: [Bool]) {
    var run = Run(first: marks)
    var opposite = Run(first: other)
    repeat {
      if !run.isEmpty { slide(&run, &opposite, other) }
      guard run.goToNext(marks) else { return }
    } while opposite.goToNext(other)
  }

  /// Slides one run up, which may join it to others, then down, and back to a run on the other side
  /// if it passed one.
  private mutating func slide(_ run: inout Run, _ opposite: inout Run, _ other: [Bool]) {
    var size = 0
    var highest = 0
    var meeting: Int?
    repeat {
      size = run.end - run.start
      meeting = nil
      while slideUp(&run) { opposite.goToPrevious(other) }
      highest = run.end
      if !opposite.isEmpty { meeting = run.end }
      while slideDown(&run) {
        _ = opposite.goToNext(other)
        if !opposite.isEmpty { meeting = run.end }
      }
    } while size != run.end - run.start
    guard run.end != highest, meeting != nil else { return }
    while opposite.isEmpty, slideUp(&run) { opposite.goToPrevious(other) }
  }

  private mutating func slideUp(_ run: inout Run) -> Bool {
    guard run.start > 0, items[run.start - 1] == items[run.end - 1] else { return false }
    run.start -= 1
    run.end -= 1
    marks[run.start] = true
    marks[run.end] = false
    while run.start > 0, marks[run.start - 1] { run.start -= 1 }
    return true
  }

  private mutating func slideDown(_ run: inout Run) -> Bool {
    guard run.end < items.count, items[run.start] == items[run.end] else { return false }
    marks[run.start] = false
    marks[run.end] = true
    run.start += 1
    run.end += 1
    while run.end < marks.count, marks[run.end] { run.end += 1 }
    return true
  }
}
