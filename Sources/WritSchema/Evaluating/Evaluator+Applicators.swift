import WritJSON

extension Evaluator {
  /// Applies a keyword that applies other schemas to the same value.
  mutating func apply(
    _ applicator: SchemaApplicator, _ node: SchemaNode, to value: Instance, _ marks: inout Marks
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
    _ edges: [SchemaEdge], to value: Instance, _ marks: inout Marks
  ) -> Bool {
    var fits = true
    for edge in edges {
      if !fits, wantsVerdictOnly { return false }
      fits = apply(edge, to: value, &marks) && fits
    }
    return fits
  }

  private mutating func applyAny(
    _ edges: [SchemaEdge], _ node: SchemaNode, to value: Instance, _ marks: inout Marks
  ) -> Bool {
    // Without marks and annotations nothing more can be learned once one fits.
    let most = marks.isOn || isAnnotating ? Int.max : 1
    return !fitting(edges, upTo: most, "anyOf", node, value, &marks).isEmpty
  }

  private mutating func applyOne(
    _ edges: [SchemaEdge], _ node: SchemaNode, to value: Instance, _ marks: inout Marks
  ) -> Bool {
    let most = wantsVerdictOnly ? 2 : Int.max
    let fitting = fitting(edges, upTo: most, "oneOf", node, value, &marks)
    if fitting.count < 2 { return fitting.count == 1 }
    return reject("oneOf", node, ViolationText.severalFit(fitting))
  }

  /// Which alternatives fit; where none does, that is reported with the reasons of each.
  ///
  /// The reasons are noted in the one pass: to ask first and to report then would take a time that
  /// is quadratic in the levels of the document.
  private mutating func fitting(
    _ edges: [SchemaEdge], upTo most: Int, _ keyword: String, _ node: SchemaNode,
    _ value: Instance, _ marks: inout Marks
  ) -> [Int] {
    let outside = violations
    let textBefore = textLeft
    var reasons: [[SchemaViolation]] = []
    var fitting: [Int] = []
    var refused = marks.fresh
    openAlternatives += 1
    for (index, edge) in edges.enumerated() where fitting.count < most {
      var tried = marks.fresh
      violations = []
      if apply(edge, to: value, &tried) {
        fitting.append(index)
        marks.formUnion(tried)
      } else if case .report = mode {
        refused.formUnion(tried)
        reasons.append(violations)
      }
    }
    openAlternatives -= 1
    violations = outside
    guard fitting.isEmpty, case .report = mode else {
      textLeft = textBefore
      return fitting
    }
    marks.formUnion(refused)
    rejectAlternatives(keyword, node, reasons)
    return []
  }

  @inline(never)
  private mutating func rejectAlternatives(
    _ keyword: String, _ node: SchemaNode, _ reasons: [[SchemaViolation]]
  ) {
    let before = violations.count
    _ = reject(keyword, node, ViolationText.noneFits(keyword, reasons.count))
    if violations.count > before {
      violations[before].causes = reasons.flatMap { $0 }
      violations[before].hint = ViolationText.nearest(reasons)
    }
  }

  private var isAnnotating: Bool { if case .annotate = mode { true } else { false } }

  /// Applies a schema whose failure is no violation by itself.
  private mutating func tryOut(
    _ edge: SchemaEdge, _ value: Instance, _ marks: inout Marks
  ) -> Bool {
    let before = mode
    if case .report = mode { mode = .verdict }
    defer { mode = before }
    return apply(edge, to: value, &marks)
  }

  /// Applies a schema that leaves nothing behind, whatever it says.
  private mutating func fitsQuietly(_ edge: SchemaEdge, _ value: Instance) -> Bool {
    let before = mode
    mode = .verdict
    defer { mode = before }
    var marks = Marks.off
    return apply(edge, to: value, &marks)
  }
}
