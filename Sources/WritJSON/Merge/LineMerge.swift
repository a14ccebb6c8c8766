/// A merge of lines as git does it (its default, which takes changes made alike on both sides for
/// one), as a second opinion beside the merge by value.
enum LineMerge {
  /// The merged text, or nil where git would leave a conflict.
  ///
  /// As in git, changes that touch each other without a line between them are a conflict.
  static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
    if base == theirs || ours == theirs { return ours }
    if base == ours { return theirs }
    let sides = [base, ours, theirs].map(lines)
    var numbering = Numbering<ArraySlice<UInt8>>()
    let numbers = sides.map { numbering.numbers(of: $0) }
    let merge = SequenceMerge(base: numbers[0], ours: numbers[1], theirs: numbers[2])
    guard let chosen = merge.chosen else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(ours.count + theirs.count / 8)
    for part in chosen {
      for line in sides[part.side == .ours ? 1 : 2][part.range] { text += line }
    }
    return text
  }

  /// The lines of a text, each with its line end.
  static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }
}

/// A merge of two sequences with one base, by item numbers.
struct SequenceMerge {
  enum Side { case ours, theirs }

  /// A run of items taken from one side.
  struct Part {
    var side: Side
    var range: Range<Int>
  }

  private let ours: [Int]
  private let theirs: [Int]
  private let left: [SequenceDiff.Hunk]
  private let right: [SequenceDiff.Hunk]

  init(base: [Int], ours: [Int], theirs: [Int]) {
    self.ours = ours
    self.theirs = theirs
    left = SequenceDiff(base, ours).hunks
    right = SequenceDiff(base, theirs).hunks
  }

  /// A stretch where one side's items stand, or where the sides disagree.
  private struct Stretch {
    enum Kind { case ours, theirs, conflict }
    var kind: Kind
    var ours: Range<Int>
    var theirs: Range<Int>
  }

  /// The parts of the merged sequence, or nil where the sides disagree.
  var chosen: [Part]? {
    var parts: [Part] = []
    var place = 0
    for stretch in stretches {
      switch stretch.kind {
      case .ours: continue
      case .theirs:
        parts.append(Part(side: .ours, range: place..<stretch.ours.lowerBound))
        parts.append(Part(side: .theirs, range: stretch.theirs))
        place = stretch.ours.upperBound
      case .conflict:
        // Both sides made the same of it: ours stays.
        guard ours[stretch.ours].elementsEqual(theirs[stretch.theirs]) else { return nil }
      }
    }
    parts.append(Part(side: .ours, range: place..<ours.count))
    return parts
  }

  private var stretches: [Stretch] {
    var found: [Stretch] = []
    var left = self.left[...]
    var right = self.right[...]
    while let a = left.first, let b = right.first {
      if a.old.upperBound < b.old.lowerBound {
        Self.append(Self.own(a, before: b), to: &found)
        left.removeFirst()
      } else if b.old.upperBound < a.old.lowerBound {
        Self.append(Self.foreign(b, before: a), to: &found)
        right.removeFirst()
      } else {
        if !isSame(a, b) { Self.append(Self.overlap(a, b), to: &found) }
        if a.old.upperBound >= b.old.upperBound { right.removeFirst() }
        if b.old.upperBound >= a.old.upperBound { left.removeFirst() }
      }
    }
    for hunk in left {
      let shift = (self.right.last.map { $0.new.upperBound - $0.old.upperBound }) ?? 0
      let start = hunk.old.lowerBound + shift
      Self.append(
        Stretch(kind: .ours, ours: hunk.new, theirs: start..<(start + hunk.old.count)), to: &found)
    }
    for hunk in right {
      let shift = (self.left.last.map { $0.new.upperBound - $0.old.upperBound }) ?? 0
      let start = hunk.old.lowerBound + shift
      Self.append(
        Stretch(kind: .theirs, ours: start..<(start + hunk.old.count), theirs: hunk.new), to: &found
      )
    }
    return found
  }

  /// Whether both sides made the same change at the same place.
  private func isSame(_ a: SequenceDiff.Hunk, _ b: SequenceDiff.Hunk) -> Bool {
    a.old == b.old && ours[a.new].elementsEqual(theirs[b.new])
  }

  private static func own(_ a: SequenceDiff.Hunk, before b: SequenceDiff.Hunk) -> Stretch {
    let start = b.new.lowerBound - b.old.lowerBound + a.old.lowerBound
    return Stretch(kind: .ours, ours: a.new, theirs: start..<(start + a.old.count))
  }

  private static func foreign(_ b: SequenceDiff.Hunk, before a: SequenceDiff.Hunk) -> Stretch {
    let start = a.new.lowerBound - a.old.lowerBound + b.old.lowerBound
    return Stretch(kind: .theirs, ours: start..<(start + b.old.count), theirs: b.new)
  }

  /// Two changes that touch, each widened to the other's extent.
  private static func overlap(_ a: SequenceDiff.Hunk, _ b: SequenceDiff.Hunk) -> Stretch {
    let low = min(a.old.lowerBound, b.old.lowerBound)
    let high = max(a.old.upperBound, b.old.upperBound)
    func widened(_ hunk: SequenceDiff.Hunk) -> Range<Int> {
      let start = hunk.new.lowerBound - (hunk.old.lowerBound - low)
      return start..<(hunk.new.upperBound + high - hunk.old.upperBound)
    }
    return Stretch(kind: .conflict, ours: widened(a), theirs: widened(b))
  }

  /// Adds a stretch, joined to the last one where they touch.
  private static func append(_ next: Stretch, to found: inout [Stretch]) {
    guard let last = found.last,
      next.ours.lowerBound <= last.ours.upperBound
        || next.theirs.lowerBound <= last.theirs.upperBound
    else {
      found.append(next)
      return
    }
    // The later change knows best where both end: an earlier one that it overlaps could only guess.
    found[found.count - 1] = Stretch(
      kind: last.kind == next.kind ? last.kind : .conflict,
      ours: last.ours.lowerBound..<next.ours.upperBound,
      theirs: last.theirs.lowerBound..<next.theirs.upperBound)
  }
}
