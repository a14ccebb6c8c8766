import WritJSON

extension Evaluator {
  /// Applies a keyword that applies other schemas to the same value.
  mutating func apply(
    _ applicator: SchemaApplicator, _ node: SchemaNode, to value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    switch applicator {
    case .reference(let edge):
      return apply(edge, to: value, &marks)
    case .dynamicReference(let edge, let anchor):
      return apply(target(of: edge, anchor: anchor), to: value, &marks)
    case .all(let edges):
      return applyAll(edges, to: value, &marks)
    case .any(let edges):
      return applyAny(edges, node, to: value, &marks)
    case .one(let edges):
      return applyOne(edges, node, to: value, &marks)
    case .not(let edge):
      guard fitsQuietly(edge, value) else { return true }
      return reject("not", node, ViolationText.mustNotFit())
    case .condition(let condition, let then, let otherwise):
      var tried = marks.fresh
      let holds = tryOut(condition, value, &tried)
      if holds { marks.formUnion(tried) }
      guard let edge = holds ? then : otherwise else { return true }
      return apply(edge, to: value, &marks)
    }
  }

  private mutating func applyAll(
    _ edges: [SchemaEdge], to value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    var fits = true
    for edge in edges {
      if !fits, wantsVerdictOnly { return false }
      fits = apply(edge, to: value, &marks) && fits
    }
    return fits
  }

  private mutating func applyAny(
    _ edges: [SchemaEdge], _ node: SchemaNode, to value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    var fits = false
    for edge in edges {
      var tried = marks.fresh
      guard tryOut(edge, value, &tried) else { continue }
      fits = true
      marks.formUnion(tried)
      // Without marks and annotations nothing more can be learned.
      if !marks.isOn, !isAnnotating { return true }
    }
    return fits || rejectAlternatives(edges, "anyOf", node, value, &marks)
  }

  private mutating func applyOne(
    _ edges: [SchemaEdge], _ node: SchemaNode, to value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    var fitting: [Int] = []
    for (index, edge) in edges.enumerated() {
      var tried = marks.fresh
      guard tryOut(edge, value, &tried) else { continue }
      fitting.append(index)
      marks.formUnion(tried)
      if fitting.count > 1, wantsVerdictOnly { return false }
    }
    if fitting.count == 1 { return true }
    if fitting.isEmpty { return rejectAlternatives(edges, "oneOf", node, value, &marks) }
    return reject("oneOf", node, ViolationText.severalFit(fitting))
  }

  /// Reports that no alternative fits, with the reasons of each.
  private mutating func rejectAlternatives(
    _ edges: [SchemaEdge], _ keyword: String, _ node: SchemaNode, _ value: JSONValue,
    _ marks: inout Marks
  ) -> Bool {
    guard case .report = mode else { return false }
    var reasons: [[SchemaViolation]] = []
    for edge in edges {
      let outside = violations
      violations = []
      _ = apply(edge, to: value, &marks)
      if isUndecidable { return false }
      reasons.append(violations)
      violations = outside
    }
    let before = violations.count
    _ = reject(keyword, node, ViolationText.noneFits(keyword, edges.count))
    if violations.count > before {
      violations[before].causes = reasons.flatMap { $0 }
      violations[before].hint = ViolationText.nearest(reasons)
    }
    return false
  }

  private var isAnnotating: Bool { if case .annotate = mode { true } else { false } }

  /// Applies a schema whose failure is no violation by itself.
  private mutating func tryOut(
    _ edge: SchemaEdge, _ value: JSONValue, _ marks: inout Marks
  ) -> Bool {
    let before = mode
    if case .report = mode { mode = .verdict }
    defer { mode = before }
    return apply(edge, to: value, &marks)
  }

  /// Applies a schema that leaves nothing behind, whatever it says.
  private mutating func fitsQuietly(_ edge: SchemaEdge, _ value: JSONValue) -> Bool {
    let before = mode
    mode = .verdict
    defer { mode = before }
    var marks = Marks.off
    return apply(edge, to: value, &marks)
  }
}
