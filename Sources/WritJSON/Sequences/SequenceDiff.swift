/// Which items of two sequences differ, told by item numbers: equal items have equal numbers.
///
/// The rules are those of git's own line diff (E. Myers, "An O(ND) Difference Algorithm and Its
/// Variations", 1986, in linear space, with git's bounds on the search), so that a merge of lines
/// decides as git does. Time is bounded by the square root of the size times the size.
struct SequenceDiff {
  /// For each item of the first sequence whether it has no partner in the second.
  private(set) var removed: [Bool]
  /// For each item of the second sequence whether it has no partner in the first.
  private(set) var added: [Bool]

  /// Compares two sequences.
  init(_ old: [Int], _ new: [Int]) {
    let candidates = DiffCandidates(old, new)
    removed = candidates.removed
    added = candidates.added
    var search = DiffSearch(old: candidates.oldNumbers, new: candidates.newNumbers)
    search.run()
    for place in search.removed { removed[candidates.oldPlaces[place]] = true }
    for place in search.added { added[candidates.newPlaces[place]] = true }
    ChangeSliding.slide(&removed, over: old, against: added)
    ChangeSliding.slide(&added, over: new, against: removed)
  }

  /// The items that both sequences share, as pairs of places in ascending order.
  var pairs: [(old: Int, new: Int)] {
    var pairs: [(old: Int, new: Int)] = []
    var place = 0
    for old in removed.indices where !removed[old] {
      while place < added.count, added[place] { place += 1 }
      if place == added.count { break }
      pairs.append((old, place))
      place += 1
    }
    return pairs
  }

  /// The runs where the sequences differ, in ascending order.
  var hunks: [Hunk] {
    var hunks: [Hunk] = []
    var old = 0
    var new = 0
    while old < removed.count || new < added.count {
      let startOld = old
      let startNew = new
      while old < removed.count, removed[old] { old += 1 }
      while new < added.count, added[new] { new += 1 }
      if old > startOld || new > startNew {
        hunks.append(Hunk(old: startOld..<old, new: startNew..<new))
      } else {
        old += 1
        new += 1
      }
    }
    return hunks
  }

  /// One run of items that gave way to another.
  struct Hunk {
    var old: Range<Int>
    var new: Range<Int>
  }
}

/// Numbers values so that equal ones have equal numbers.
struct Numbering<Value: Hashable> {
  private var numbers: [Value: Int] = [:]

  /// The numbers of these values, from 0 in the order of first sight.
  mutating func numbers(of values: some Sequence<Value>) -> [Int] {
    values.map { value in
      let next = numbers.count
      func take(_ number: inout Int?) -> Int {
        let taken = number ?? next
        number = taken
        return taken
      }
      return take(&numbers[value])
    }
  }
}
