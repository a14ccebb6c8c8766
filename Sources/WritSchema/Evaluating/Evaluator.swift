import WritJSON

/// Applies a compiled schema to one value.
///
/// A schema that fails leaves its marks behind only where the schema around it fails for the same
/// reason; there they keep `unevaluated*` from complaining about what is already reported.
struct Evaluator {
  /// What the caller wants to know.
  enum Mode {
    /// Only whether the value fits.
    case verdict
    /// All violations.
    case report
    /// What annotations apply.
    case annotate(String)
  }

  /// One step down into the instance.
  enum Step {
    case key(String)
    case index(Int)
  }

  let graph: SchemaGraph
  let options: SchemaOptions
  var mode: Mode
  var violations: [SchemaViolation] = []
  var annotations: [SchemaAnnotation] = []
  /// The limit that was met, if one was, so that no verdict can be given.
  var obstacle: [SchemaViolation] = []
  var ways: [String] = []
  var nesting: Nesting
  var large: LargeContainers
  var steps = 0
  private var path: [Step] = []
  private var scope: [Int] = []
  /// The bytes that the ways to violations may still take.
  var textLeft = 64 << 20
  /// How many `anyOf` and `oneOf` are being tried inside one another.
  var openAlternatives = 0

  init(graph: SchemaGraph, options: SchemaOptions, mode: Mode) {
    self.graph = graph
    self.options = options
    self.mode = mode
    nesting = Nesting(limit: min(options.maximumDepth, Nesting.onAnyStack))
    large = LargeContainers(options)
  }

  /// Applies the root schema; false when the value does not fit or no verdict can be given.
  mutating func run(_ value: Instance) -> Bool {
    let fits = applyRoot(to: value)
    if large.isSpent { return runOnWhole(value) }
    return nesting.isMet && nesting.limit < options.maximumDepth ? runDeeply(value) : fits
  }

  /// Applies the root schema on the stack at hand.
  mutating func applyRoot(to value: Instance) -> Bool {
    large.begin(value)
    var marks = Marks.off
    let fits = apply(SchemaEdge(node: 0, path: ""), to: value, &marks)
    return fits && !isUndecidable
  }

  /// What was found: the limit that was met, or else all violations.
  var findings: [SchemaViolation] { isUndecidable ? obstacle : violations }

  /// Whether only the verdict counts, so that the first failure ends the work.
  var wantsVerdictOnly: Bool { if case .verdict = mode { true } else { false } }

  /// Applies one schema to the value at hand.
  mutating func apply(_ edge: SchemaEdge, to value: Instance, _ marks: inout Marks) -> Bool {
    guard enter(edge) else { return false }
    let node = graph.nodes[edge.node]
    let isNewScope = graph.usesDynamicScope && scope.last != node.resource
    if isNewScope { scope.append(node.resource) }
    let annotationCount = annotations.count
    let fits: Bool
    if let verdict = node.verdict {
      fits = verdict || rejectAll(node)
    } else if node.needsMarks {
      fits = applyWithOwnMarks(node, value, &marks)
    } else {
      fits = applyRules(node, value, &marks)
    }
    if case .annotate(let keyword) = mode {
      if fits { annotate(keyword, node) } else { annotations.removeSubrange(annotationCount...) }
    }
    if isNewScope { scope.removeLast() }
    leave()
    return fits
  }

  private mutating func applyRules(
    _ node: SchemaNode, _ value: Instance, _ marks: inout Marks
  ) -> Bool {
    var fits = applyToAnyType(node, value)
    if !fits, wantsVerdictOnly { return false }
    fits = applyToOwnType(node, value, &marks) && fits
    for applicator in node.applicators {
      if !fits, wantsVerdictOnly { return false }
      fits = apply(applicator, node, to: value, &marks) && fits
    }
    return fits
  }

  private mutating func applyToOwnType(
    _ node: SchemaNode, _ value: Instance, _ marks: inout Marks
  ) -> Bool {
    switch value {
    case .whole(.number(let number)):
      if let rules = node.number { return apply(rules.value, node, to: number) }
    case .whole(.string(let string)):
      if let rules = node.string { return apply(rules.value, node, to: string) }
    case .whole(.null), .whole(.bool): break
    default:
      if let rules = node.array, let elements = large.elements(of: value) {
        return apply(rules.value, node, to: elements, &marks)
      }
      if let rules = node.object, let object = large.members(of: value) {
        return apply(rules.value, node, to: object, value, &marks)
      }
    }
    return true
  }

  /// Applies a schema that has `unevaluated*`: it sees the marks of what it applies itself only.
  private mutating func applyWithOwnMarks(
    _ node: SchemaNode, _ value: Instance, _ marks: inout Marks
  ) -> Bool {
    let elements = large.elements(of: value)
    let object = large.members(of: value)
    var own = Marks(count: elements?.count ?? object?.count ?? 0)
    var fits = applyRules(node, value, &own)
    if !fits, wantsVerdictOnly { return false }
    if let elements, let rest = node.unevaluatedItems {
      for (index, element) in elements.enumerated() where !own.contains(index) {
        fits = apply(rest, to: element, at: .index(index)) && fits
      }
      own.insertAll()
    }
    if let object, let rest = node.unevaluatedProperties {
      for (index, member) in object.enumerated() where !own.contains(index) {
        fits = apply(rest, to: member.value, at: .key(member.key)) && fits
      }
      own.insertAll()
    }
    marks.formUnion(own)
    return fits
  }

  /// Applies a schema to a part of the value at hand.
  mutating func apply(_ edge: SchemaEdge, to part: Instance, at step: Step) -> Bool {
    var marks = Marks.off
    if wantsVerdictOnly { return apply(edge, to: part, &marks) }
    path.append(step)
    defer { path.removeLast() }
    return apply(edge, to: part, &marks)
  }

  /// The schema that a dynamic reference leads to: that of the outermost resource in the dynamic
  /// scope which has the anchor (2020-12, section 8.2.3.2).
  func target(of edge: SchemaEdge, anchor: ByteString) -> SchemaEdge {
    for resource in scope {
      if resource < graph.dynamicAnchors.count, let node = graph.dynamicAnchors[resource]?[anchor] {
        return SchemaEdge(node: node, path: edge.path)
      }
    }
    return edge
  }
}

// MARK: - Reports

extension Evaluator {
  /// Notes a violation of a keyword of the schema at hand; always false.
  ///
  /// It stays a call of its own, as it needs a large frame that must not add to those of the
  /// recursion.
  @inline(never)
  mutating func reject(
    _ keyword: String, _ node: SchemaNode, _ message: @autoclosure () -> String,
    hint: @autoclosure () -> String? = nil
  ) -> Bool {
    note(at: "/" + keyword, keyword: keyword, node, message(), hint: hint())
  }

  /// Notes a violation of a schema that lets nothing through; always false.
  @inline(never)
  private mutating func rejectAll(_ node: SchemaNode) -> Bool {
    guard case .report = mode else { return false }
    let keyword = lastKeyword
    let message = ViolationText.nothingAllowed(keyword, path.last)
    return note(at: "", keyword: keyword, node, message)
  }

  @inline(never)
  private mutating func note(
    at suffix: String, keyword: String, _ node: SchemaNode, _ message: @autoclosure () -> String,
    hint: @autoclosure () -> String? = nil
  ) -> Bool {
    guard case .report = mode, !isUndecidable,
      violations.count < max(1, options.maximumViolations)
    else { return false }
    // A document that does not fit has one violation at least, however much was told of its parts.
    let mustTell = violations.isEmpty && openAlternatives == 0
    guard textLeft > 0 || mustTell else { return false }
    let way = ways.joined() + suffix
    // Each step into the instance costs as much as a text of its own.
    textLeft -= way.utf8.count + path.count * 16
    violations.append(
      SchemaViolation(
        instance: pointer, keyword: keyword, absoluteKeywordLocation: node.location + suffix,
        evaluationPath: way, message: message(), hint: hint()))
    return false
  }

  /// The keyword through which the schema at hand was reached.
  private var lastKeyword: String {
    let tokens = (ways.last ?? "").utf8.split(separator: UInt8(ascii: "/"))
    return tokens.first.map { String(Substring($0)) } ?? ""
  }

  /// Where in the instance the value at hand stands.
  var pointer: JSONPointer {
    JSONPointer(
      tokens: path.map {
        switch $0 {
        case .key(let key): key
        case .index(let index): String(index)
        }
      })
  }

  private mutating func annotate(_ keyword: String, _ node: SchemaNode) {
    for annotation in node.annotations where annotation.keyword.hasSameBytes(as: keyword) {
      annotations.append(
        SchemaAnnotation(
          instance: pointer, keyword: keyword, value: annotation.value,
          absoluteKeywordLocation: node.location + "/" + keyword))
    }
  }
}
