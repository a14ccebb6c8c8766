import WritJSON

/// How many schemas are applied inside one another, and how many may be.
struct Nesting {
  /// As deep as a stack of 512 KiB allows, in a debug build too.
  static let onAnyStack = 64

  var depth = 0
  let limit: Int
  /// Whether more would have been needed.
  var isMet = false

  init(limit: Int) { self.limit = limit }
}

extension Evaluator {
  /// The stack that one application of a schema takes at most: 5.4 kB were measured in a debug
  /// build, and less in a release build.
  private static var stackPerApplication: Int { 8 << 10 }

  /// The stack for what is called where nothing recurses any more.
  private static var stackBeside: Int { 256 << 10 }

  /// Begins again on a stack that is large enough for the depth of the options.
  ///
  /// Few documents are so deep, so that all others are spared the thread.
  mutating func runDeeply(_ value: Instance) -> Bool {
    self = Evaluator(graph: graph, options: options, mode: mode)
    nesting = Nesting(limit: options.maximumDepth)
    var fits = false
    let wanted = nesting.limit.multipliedReportingOverflow(by: Self.stackPerApplication)
    let hasRun =
      !wanted.overflow
      && DeepStack.run(bytes: wanted.partialValue + Self.stackBeside) {
        fits = applyRoot(to: value)
      }
    if large.isSpent { return runOnWhole(value) }
    if !hasRun {
      giveUp(
        on: graph.nodes[0], "there is no stack for \(nesting.limit) schemas inside one another")
    }
    return fits
  }

  /// Begins again with the value as a whole, because parts of it would be made too often.
  mutating func runOnWhole(_ value: Instance) -> Bool {
    self = Evaluator(graph: graph, options: options, mode: mode)
    return run(.whole(value.value))
  }

  /// Whether a limit was met, so that no verdict can be given.
  var isUndecidable: Bool { !obstacle.isEmpty }

  /// Notes that a schema is about to be applied; false where a limit is met.
  mutating func enter(_ edge: SchemaEdge) -> Bool {
    guard !isUndecidable, !large.isSpent else { return false }
    nesting.depth += 1
    steps += 1
    if !wantsVerdictOnly { ways.append(edge.path) }
    if nesting.depth > nesting.limit {
      giveUpOnDepth(at: graph.nodes[edge.node])
    } else if steps > options.maximumSteps {
      giveUpOnSteps(at: graph.nodes[edge.node])
    } else {
      return true
    }
    leave()
    return false
  }

  /// Notes that a schema has been applied.
  mutating func leave() {
    nesting.depth -= 1
    if !wantsVerdictOnly { ways.removeLast() }
  }

  /// The applications of a schema that are still allowed.
  var stepsLeft: Int { max(0, options.maximumSteps - steps) }

  /// Counts work that is as good as so many applications of a schema.
  mutating func use(steps count: Int) { steps += count }

  /// Ends all because too many steps would be needed.
  mutating func giveUpOnSteps(at node: SchemaNode) {
    giveUp(
      on: node, "more than \(options.maximumSteps) applications of a schema would be needed")
  }

  private mutating func giveUpOnDepth(at node: SchemaNode) {
    nesting.isMet = true
    giveUp(
      on: node,
      "more than \(options.maximumDepth) schemas would be applied inside one another")
  }

  @inline(never)
  private mutating func giveUp(on node: SchemaNode, _ reason: String) {
    guard !isUndecidable else { return }
    obstacle = [
      SchemaViolation(
        instance: pointer, keyword: "$ref", absoluteKeywordLocation: node.location,
        evaluationPath: ways.joined(),
        message: "The document cannot be judged by its schema: \(reason).")
    ]
  }
}
