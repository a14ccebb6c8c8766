import WritJSON
import WritPattern

extension Evaluator {
  /// Applies the rules on objects.
  mutating func apply(
    _ rules: ObjectRules, _ node: SchemaNode, to object: InstanceMembers, _ value: Instance,
    _ marks: inout Marks
  ) -> Bool {
    var fits = true
    if let minimum = rules.minimumCount, object.count < minimum {
      fits = reject("minProperties", node, ViolationText.tooFewMembers(object.count, minimum))
    }
    if let maximum = rules.maximumCount, object.count > maximum {
      fits = reject("maxProperties", node, ViolationText.tooManyMembers(object.count, maximum))
    }
    if !fits, wantsVerdictOnly { return false }
    if rules.hasMemberRules { fits = applyToMembers(rules, node, object, &marks) && fits }
    for dependency in rules.dependencies where object.contains(key: dependency.name) {
      if !fits, wantsVerdictOnly { return false }
      fits = apply(dependency, node, to: object, value, &marks) && fits
    }
    return fits
  }

  private mutating func applyToMembers(
    _ rules: ObjectRules, _ node: SchemaNode, _ object: InstanceMembers, _ marks: inout Marks
  ) -> Bool {
    var fits = true
    var requiredCount = 0
    for (index, member) in object.enumerated() {
      if !fits, wantsVerdictOnly { return false }
      var isCovered = false
      if let number = rules.names.number(of: member.key) {
        if rules.isRequired[number] { requiredCount += 1 }
        if number < rules.properties.count {
          isCovered = true
          fits = apply(rules.properties[number], to: member.value, at: .key(member.key)) && fits
        }
      }
      for rule in rules.patterns where matches(rule.pattern, member.key, node) {
        isCovered = true
        fits = apply(rule.edge, to: member.value, at: .key(member.key)) && fits
      }
      if !isCovered, let additional = rules.additional {
        isCovered = true
        fits = applyToAdditional(additional, member, rules, object) && fits
      }
      if isCovered { marks.insert(index) }
      if let names = rules.propertyNames { fits = apply(names, toName: member.key) && fits }
    }
    if requiredCount < rules.required.count {
      fits = rejectMissing(rules.required, node, object)
    }
    return fits
  }

  /// Applies the schema for further members; a refused one may be a known name misspelt.
  private mutating func applyToAdditional(
    _ edge: SchemaEdge, _ member: InstanceMembers.Element, _ rules: ObjectRules,
    _ object: InstanceMembers
  ) -> Bool {
    let before = violations.count
    if apply(edge, to: member.value, at: .key(member.key)) { return true }
    if graph.nodes[edge.node].verdict == false, violations.count == before + 1 {
      let free = rules.names.names.filter { !object.contains(key: $0) }
      violations[before].hint = Excerpt.suggestion(for: member.key, among: free)
    }
    return false
  }

  @inline(never)
  private mutating func rejectMissing(
    _ required: [String], _ node: SchemaNode, _ object: InstanceMembers
  ) -> Bool {
    if !wantsVerdictOnly {
      for name in required where !object.contains(key: name) {
        _ = reject("required", node, ViolationText.missing(name))
      }
    }
    return false
  }

  /// Applies `propertyNames`; what it finds is told of the object, with the name in the sentence.
  private mutating func apply(_ edge: SchemaEdge, toName name: String) -> Bool {
    let before = violations.count
    var marks = Marks.off
    let mode = self.mode
    if case .annotate = mode { self.mode = .verdict }
    let fits = apply(edge, to: .whole(.string(name)), &marks)
    self.mode = mode
    for index in violations.indices.dropFirst(before) {
      violations[index].message = ViolationText.badName(name, violations[index].message)
    }
    return fits
  }

  private mutating func apply(
    _ dependency: ObjectRules.Dependency, _ node: SchemaNode, to object: InstanceMembers,
    _ value: Instance, _ marks: inout Marks
  ) -> Bool {
    if let edge = dependency.schema { return apply(edge, to: value, &marks) }
    var fits = true
    for name in dependency.required where !object.contains(key: name) {
      fits = reject(
        dependency.keyword, node, ViolationText.missing(name, because: dependency.name))
    }
    return fits
  }
}
