/// Finds the shortest edit between two sequences, or a short one where the shortest would take too
/// long.
struct DiffSearch {
  private let old: [Int]
  private let new: [Int]
  private(set) var removed: [Int] = []
  private(set) var added: [Int] = []
  /// The furthest place in the old sequence that each diagonal reached from the start.
  private var forward: [Int]
  /// The same from the end.
  private var backward: [Int]
  /// What to add to a diagonal (old place less new place) to find its slot.
  private let shift: Int
  private let costLimit: Int

  /// From this cost on a good way so far is taken.
  private static let patience = 256
  /// How many equal items in a row make a way good.
  private static let snake = 20

  /// A part of the search: two ranges, and whether only the shortest edit will do.
  private struct Box {
    var old: Range<Int>
    var new: Range<Int>
    var exact: Bool
  }

  /// Where a box is cut in two.
  private struct Cut {
    var old: Int
    var new: Int
    var exactBefore: Bool
    var exactAfter: Bool
  }

  init(old: [Int], new: [Int]) {
    self.old = old
    self.new = new
    let diagonals = old.count + new.count + 3
    forward = Array(repeating: 0, count: diagonals)
    backward = Array(repeating: 0, count: diagonals)
    shift = new.count + 1
    costLimit = max(DiffCandidates.roughRoot(diagonals), Self.patience)
  }

  /// Fills `removed` and `added`.
  mutating func run() {
    var boxes = [Box(old: 0..<old.count, new: 0..<new.count, exact: false)]
    while let box = boxes.popLast() {
      let rest = shrunk(box)
      if rest.old.isEmpty {
        added += rest.new
      } else if rest.new.isEmpty {
        removed += rest.old
      } else {
        let cut = cut(rest)
        boxes.append(
          Box(
            old: cut.old..<rest.old.upperBound, new: cut.new..<rest.new.upperBound,
            exact: cut.exactAfter))
        boxes.append(
          Box(
            old: rest.old.lowerBound..<cut.old, new: rest.new.lowerBound..<cut.new,
            exact: cut.exactBefore))
      }
    }
  }

  /// The box without what both ranges start and end with.
  private func shrunk(_ box: Box) -> Box {
    var (lowOld, lowNew) = (box.old.lowerBound, box.new.lowerBound)
    var (highOld, highNew) = (box.old.upperBound, box.new.upperBound)
    while lowOld < highOld, lowNew < highNew, old[lowOld] == new[lowNew] {
      lowOld += 1
      lowNew += 1
    }
    while lowOld < highOld, lowNew < highNew, old[highOld - 1] == new[highNew - 1] {
      highOld -= 1
      highNew -= 1
    }
    return Box(old: lowOld..<highOld, new: lowNew..<highNew, exact: box.exact)
  }

  /// Walks from both ends at once until the ways meet.
  private mutating func cut(_ box: Box) -> Cut {
    var front = Frontier(start: box.old.lowerBound - box.new.lowerBound, box.old, box.new)
    var back = Frontier(start: box.old.upperBound - box.new.upperBound, box.old, box.new)
    let odd = (front.start - back.start) & 1 != 0
    forward[front.start + shift] = box.old.lowerBound
    backward[back.start + shift] = box.old.upperBound
    var cost = 0
    while true {
      cost += 1
      var hasSnake = false
      if let cut = advance(&front, box, meeting: odd ? back : nil, &hasSnake) { return cut }
      if let cut = retreat(&back, box, meeting: odd ? nil : front, &hasSnake) { return cut }
      if box.exact { continue }
      if hasSnake, cost > Self.patience {
        if let cut = goodWayForward(front, box, cost) { return cut }
        if let cut = goodWayBack(back, box, cost) { return cut }
      }
      if cost >= costLimit { return furthest(front, back, box) }
    }
  }

  /// One step more on each diagonal from the start.
  private mutating func advance(
    _ front: inout Frontier, _ box: Box, meeting back: Frontier?, _ hasSnake: inout Bool
  ) -> Cut? {
    front.widen(&forward, shift, edge: -1)
    for diagonal in front.diagonals {
      let slot = diagonal + shift
      var place =
        forward[slot - 1] >= forward[slot + 1] ? forward[slot - 1] + 1 : forward[slot + 1]
      let start = place
      while place < box.old.upperBound, place - diagonal < box.new.upperBound,
        old[place] == new[place - diagonal]
      { place += 1 }
      if place - start > Self.snake { hasSnake = true }
      forward[slot] = place
      if let back, back.contains(diagonal), backward[slot] <= place {
        return Cut(old: place, new: place - diagonal, exactBefore: true, exactAfter: true)
      }
    }
    return nil
  }

  /// One step more on each diagonal from the end.
  private mutating func retreat(
    _ back: inout Frontier, _ box: Box, meeting front: Frontier?, _ hasSnake: inout Bool
  ) -> Cut? {
    back.widen(&backward, shift, edge: Int.max)
    for diagonal in back.diagonals {
      let slot = diagonal + shift
      var place =
        backward[slot - 1] < backward[slot + 1] ? backward[slot - 1] : backward[slot + 1] - 1
      let start = place
      while place > box.old.lowerBound, place - diagonal > box.new.lowerBound,
        old[place - 1] == new[place - diagonal - 1]
      { place -= 1 }
      if start - place > Self.snake { hasSnake = true }
      backward[slot] = place
      if let front, front.contains(diagonal), place <= forward[slot] {
        return Cut(old: place, new: place - diagonal, exactBefore: true, exactAfter: true)
      }
    }
    return nil
  }

  /// A way from the start that came far and ends in a run of equal items.
  private func goodWayForward(_ front: Frontier, _ box: Box, _ cost: Int) -> Cut? {
    var best = 0
    var cut: Cut?
    for diagonal in front.diagonals {
      let place = forward[diagonal + shift]
      let other = place - diagonal
      let gain =
        place - box.old.lowerBound + other - box.new.lowerBound - abs(diagonal - front.start)
      guard gain > 4 * cost, gain > best,
        place >= box.old.lowerBound + Self.snake, place < box.old.upperBound,
        other >= box.new.lowerBound + Self.snake, other < box.new.upperBound,
        (1...Self.snake).allSatisfy({ old[place - $0] == new[other - $0] })
      else { continue }
      best = gain
      cut = Cut(old: place, new: other, exactBefore: true, exactAfter: false)
    }
    return cut
  }

  /// The same from the end.
  private func goodWayBack(_ back: Frontier, _ box: Box, _ cost: Int) -> Cut? {
    var best = 0
    var cut: Cut?
    for diagonal in back.diagonals {
      let place = backward[diagonal + shift]
      let other = place - diagonal
      let gain =
        box.old.upperBound - place + box.new.upperBound - other - abs(diagonal - back.start)
      guard gain > 4 * cost, gain > best,
        place > box.old.lowerBound, place <= box.old.upperBound - Self.snake,
        other > box.new.lowerBound, other <= box.new.upperBound - Self.snake,
        (0..<Self.snake).allSatisfy({ old[place + $0] == new[other + $0] })
      else { continue }
      best = gain
      cut = Cut(old: place, new: other, exactBefore: false, exactAfter: true)
    }
    return cut
  }

  /// The way that came furthest, when the search has cost enough.
  private func furthest(_ front: Frontier, _ back: Frontier, _ box: Box) -> Cut {
    var head = (sum: -1, old: -1)
    for diagonal in front.diagonals {
      var place = min(forward[diagonal + shift], box.old.upperBound)
      if place - diagonal > box.new.upperBound { place = box.new.upperBound + diagonal }
      let sum = place + place - diagonal
      if sum > head.sum { head = (sum, place) }
    }
    var tail = (sum: Int.max, old: Int.max)
    for diagonal in back.diagonals {
      var place = max(backward[diagonal + shift], box.old.lowerBound)
      if place - diagonal < box.new.lowerBound { place = box.new.lowerBound + diagonal }
      let sum = place + place - diagonal
      if sum < tail.sum { tail = (sum, place) }
    }
    let left = box.old.upperBound + box.new.upperBound - tail.sum
    return left < head.sum - box.old.lowerBound - box.new.lowerBound
      ? Cut(old: head.old, new: head.sum - head.old, exactBefore: true, exactAfter: false)
      : Cut(old: tail.old, new: tail.sum - tail.old, exactBefore: false, exactAfter: true)
  }
}

/// The diagonals that a walk has reached.
private struct Frontier {
  let start: Int
  private let lowest: Int
  private let highest: Int
  private var low: Int
  private var high: Int

  init(start: Int, _ old: Range<Int>, _ new: Range<Int>) {
    self.start = start
    low = start
    high = start
    lowest = old.lowerBound - new.upperBound
    highest = old.upperBound - new.lowerBound
  }

  /// Every second diagonal, from the highest down.
  var diagonals: StrideThrough<Int> { stride(from: high, through: low, by: -2) }

  func contains(_ diagonal: Int) -> Bool { low <= diagonal && diagonal <= high }

  /// Takes in the next diagonals on both sides; beyond the edge of the box turns back.
  mutating func widen(_ reached: inout [Int], _ shift: Int, edge: Int) {
    if low > lowest {
      low -= 1
      reached[low - 1 + shift] = edge
    } else {
      low += 1
    }
    if high < highest {
      high += 1
      reached[high + 1 + shift] = edge
    } else {
      high -= 1
    }
  }
}
