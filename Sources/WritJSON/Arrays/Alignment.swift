/// Which elements of two versions of an array are the same element.
struct Alignment {
  /// For each element of the new version its place in the old one, or nil where it is new.
  private(set) var partners: [Int?]
  /// Whether an element of the new version stands in another order than the others do.
  private(set) var moved: [Bool]
  /// For each element of the old version whether it has a partner.
  private(set) var kept: [Bool]
  /// The member that identified the elements, or nil where they were compared as they are.
  let key: String?

  /// How alike two elements without a key must be to count as one.
  enum Likeness {
    /// Elements of one kind between the same neighbours are one, the most similar first.
    case anyOfKind
    /// Only containers of which at least half is shared.
    case mostly
    /// Only equal elements.
    case equal
  }

  /// Aligns two versions of the array at a path.
  init(
    _ old: [JSONValue], _ new: [JSONValue], at tokens: [String], identity: JSONIdentity,
    likeness: Likeness = .anyOfKind
  ) {
    self.init(old, new, key: identity.key(for: [old, new], at: tokens), likeness: likeness)
  }

  /// Aligns two versions of an array whose elements are identified by a member, or by none.
  init(
    _ old: [JSONValue], _ new: [JSONValue], key: String?, likeness: Likeness = .anyOfKind
  ) {
    partners = Array(repeating: nil, count: new.count)
    moved = Array(repeating: false, count: new.count)
    kept = Array(repeating: false, count: old.count)
    self.key = key
    if let key {
      pairByKey(old.map { $0[key] ?? .null }, new.map { $0[key] ?? .null })
    } else {
      pairByValue(old, new, likeness)
    }
  }

  /// Aligns two versions of an array by the names that a member gives to their elements.
  init(oldNames: [JSONValue], newNames: [JSONValue], key: String) {
    partners = Array(repeating: nil, count: newNames.count)
    moved = Array(repeating: false, count: newNames.count)
    kept = Array(repeating: false, count: oldNames.count)
    self.key = key
    pairByKey(oldNames, newNames)
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    partners[new] = old
    kept[old] = true
  }

  private mutating func pairByKey(_ old: [JSONValue], _ new: [JSONValue]) {
    var places = [JSONValue: Int](minimumCapacity: old.count)
    for (place, name) in old.enumerated() { places[name] = place }
    for (place, name) in new.enumerated() {
      if let partner = places[name] { pair(partner, place) }
    }
    let paired = new.indices.filter { partners[$0] != nil }
    let steady = LongestRise.indices(of: paired.map { partners[$0] ?? 0 })
    for place in paired { moved[place] = true }
    for index in steady { moved[paired[index]] = false }
  }

  private mutating func pairByValue(
    _ old: [JSONValue], _ new: [JSONValue], _ likeness: Likeness
  ) {
    var numbering = Numbering<JSONValue>()
    let oldNumbers = numbering.numbers(of: old)
    let newNumbers = numbering.numbers(of: new)
    let diff = SequenceDiff(oldNumbers, newNumbers)
    for (old, new) in diff.pairs { pair(old, new) }
    if likeness != .equal { pairMoved(oldNumbers, newNumbers) }
    for hunk in diff.hunks where likeness != .equal {
      let gone = hunk.old.filter { !kept[$0] }
      let come = hunk.new.filter { partners[$0] == nil }
      if gone.isEmpty || come.isEmpty { continue }
      for (a, b) in Likenesses(gone.map { old[$0] }, come.map { new[$0] }, likeness).pairs {
        pair(gone[a], come[b])
      }
    }
  }

  /// Elements that went from one place and came at another, where only one can be meant.
  private mutating func pairMoved(_ old: [Int], _ new: [Int]) {
    var gone: [Int: [Int]] = [:]
    for place in old.indices where !kept[place] { gone[old[place], default: []].append(place) }
    var come: [Int: [Int]] = [:]
    for place in new.indices where partners[place] == nil {
      come[new[place], default: []].append(place)
    }
    for (number, places) in come where places.count == 1 {
      guard let from = gone[number], from.count == 1 else { continue }
      pair(from[0], places[0])
      moved[places[0]] = true
    }
  }
}

/// The longest rising part of a sequence of different numbers.
enum LongestRise {
  /// The indices of its members, ascending.
  static func indices(of numbers: [Int]) -> [Int] {
    // For each length the index of the smallest number that ends a rise of it.
    var ends: [Int] = []
    var previous = Array(repeating: -1, count: numbers.count)
    for (index, number) in numbers.enumerated() {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var result: [Int] = []
    var index = ends.last ?? -1
    while index >= 0 {
      result.append(index)
      index = previous[index]
    }
    return result.reversed()
  }
}
