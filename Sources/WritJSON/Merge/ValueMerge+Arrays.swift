extension ValueMerge {
  /// The merged elements, or nil where the sides cannot be brought into one sequence.
  mutating func merge(
    _ base: [JSONValue], _ ours: [JSONValue], _ theirs: [JSONValue], at path: [String]
  ) -> [JSONValue]? {
    if let key = options.identity.key(for: [base, ours, theirs], at: path) {
      return mergeKeyed(base, ours, theirs, by: key, at: path)
    }
    if [base, ours, theirs].allSatisfy(Self.isSet) { return Self.mergeSets(base, ours, theirs) }
    return mergeRegions(base, ours, theirs, at: path)
  }

  // MARK: Elements with a key

  private mutating func mergeKeyed(
    _ base: [JSONValue], _ ours: [JSONValue], _ theirs: [JSONValue], by key: String,
    at path: [String]
  ) -> [JSONValue]? {
    var numbering = Numbering<JSONValue>()
    let numbers = [base, ours, theirs].map { side in
      numbering.numbers(of: side.map { $0[key] ?? .null })
    }
    guard let order = OrderMerge.sequence(numbers[1], numbers[2], base: numbers[0]) else {
      return nil
    }
    func places(_ numbers: [Int]) -> [Int: Int] {
      Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($0.element, $0.offset) })
    }
    let old = places(numbers[0])
    let left = places(numbers[1])
    let right = places(numbers[2])
    var merged: [JSONValue] = []
    for number in order {
      // The pointer is that of ours, or of theirs where ours has no such element.
      let index = left[number] ?? right[number] ?? 0
      let element = merge(
        old[number].map { base[$0] }, left[number].map { ours[$0] },
        right[number].map { theirs[$0] }, at: path + [String(index)])
      if let element { merged.append(element) }
    }
    return merged
  }

  // MARK: Sets of strings

  /// Whether these are strings without repetition.
  private static func isSet(_ elements: [JSONValue]) -> Bool {
    elements.allSatisfy { $0.kind == .string } && Set(elements).count == elements.count
  }

  /// What either side added is in, what either removed is out; nil where both put different strings
  /// in the place of one.
  private static func mergeSets(
    _ base: [JSONValue], _ ours: [JSONValue], _ theirs: [JSONValue]
  ) -> [JSONValue]? {
    var numbering = Numbering<JSONValue>()
    let numbers = [base, ours, theirs].map { numbering.numbers(of: $0) }
    if disagreeOnReplacement(numbers[0], numbers[1], numbers[2]) { return nil }
    guard let order = OrderMerge.sequence(numbers[1], numbers[2], base: numbers[0]) else {
      return nil
    }
    var values: [Int: JSONValue] = [:]
    for (number, value) in zip(numbers[1] + numbers[2], ours + theirs) { values[number] = value }
    let (old, left, right) = (Set(numbers[0]), Set(numbers[1]), Set(numbers[2]))
    let kept = order.filter { left.contains($0) && right.contains($0) || !old.contains($0) }
    let merged = kept.compactMap { values[$0] }
    let sides = [base, ours, theirs].map { $0.compactMap(\.stringValue) }
    guard base.count > 1, sides.allSatisfy(OrderMerge.isSorted) else { return merged }
    return merged.sorted { ($0.stringValue ?? "").bytesPrecede($1.stringValue ?? "") }
  }

  /// Whether both sides put other items in the place of one that both removed.
  private static func disagreeOnReplacement(_ base: [Int], _ ours: [Int], _ theirs: [Int]) -> Bool {
    func replaced(_ side: [Int], _ other: Set<Int>) -> Set<Int> {
      var found = Set<Int>()
      for hunk in SequenceDiff(base, side).hunks
      where side[hunk.new].contains(where: { !other.contains($0) }) {
        found.formUnion(base[hunk.old])
      }
      return found.subtracting(side)
    }
    let common = replaced(ours, Set(theirs)).intersection(replaced(theirs, Set(ours)))
    return !common.isEmpty
  }
}
