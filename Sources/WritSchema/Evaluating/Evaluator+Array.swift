import WritJSON

extension Evaluator {
  /// Applies the rules on arrays.
  mutating func apply(
    _ rules: ArrayRules, _ node: SchemaNode, to elements: InstanceElements, _ marks: inout Marks
  ) -> Bool {
    var fits = true
    if let minimum = rules.minimumCount, elements.count < minimum {
      fits = reject("minItems", node, ViolationText.tooFew(elements.count, minimum))
    }
    if let maximum = rules.maximumCount, elements.count > maximum {
      fits = reject("maxItems", node, ViolationText.tooMany(elements.count, maximum))
    }
    if !fits, wantsVerdictOnly { return false }
    if rules.mustDiffer, let pair = Self.equalPair(in: elements.values) {
      fits = reject("uniqueItems", node, ViolationText.equal(pair.0, pair.1))
    }
    fits = applyToElements(rules, elements, &marks) && fits
    if let contains = rules.contains {
      fits = apply(contains, node, to: elements, &marks) && fits
    }
    return fits
  }

  private mutating func applyToElements(
    _ rules: ArrayRules, _ elements: InstanceElements, _ marks: inout Marks
  ) -> Bool {
    var fits = true
    for (index, element) in elements.enumerated() {
      if !fits, wantsVerdictOnly { return false }
      let edge = index < rules.prefix.count ? rules.prefix[index] : rules.rest
      guard let edge else { break }
      fits = apply(edge, to: element, at: .index(index)) && fits
      marks.insert(index)
    }
    return fits
  }

  private mutating func apply(
    _ contains: ArrayRules.Contains, _ node: SchemaNode, to elements: InstanceElements,
    _ marks: inout Marks
  ) -> Bool {
    let before = mode
    if case .report = mode { mode = .verdict }
    var count = 0
    for (index, element) in elements.enumerated()
    where apply(contains.edge, to: element, at: .index(index)) {
      count += 1
      if contains.marks { marks.insert(index) }
    }
    mode = before
    if count < contains.minimum {
      let keyword = contains.minimum == 1 ? "contains" : "minContains"
      return reject(keyword, node, ViolationText.tooFewContained(count, contains.minimum))
    }
    if let maximum = contains.maximum, count > maximum {
      return reject("maxContains", node, ViolationText.tooManyContained(count, maximum))
    }
    return true
  }

  /// The first two equal elements; many are compared through a hash.
  private static func equalPair(in elements: [JSONValue]) -> (Int, Int)? {
    if elements.count > 8 {
      var seen = [JSONValue: Int](minimumCapacity: elements.count)
      for (index, element) in elements.enumerated() {
        if let earlier = seen.updateValue(index, forKey: element) { return (earlier, index) }
      }
      return nil
    }
    for later in elements.indices.dropFirst() {
      for earlier in 0..<later where elements[earlier] == elements[later] {
        return (earlier, later)
      }
    }
    return nil
  }
}
