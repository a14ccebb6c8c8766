/// Works out what is known of the type of every part, and refuses what cannot be right.
///
/// Parts stand before their node, so one loop forwards through the array meets them first. Only what
/// is certain is refused: a comparison of values of different types has an answer at run time, and
/// `&&` and `||` absorb a side that is no truth value where the other side decides.
struct Checker {
  let expression: Expression
  let environment: Environment
  let resolver: Resolver
  var types: [ValueType]
  /// The function that each call means, by node.
  var functions: [SyntaxTree.Index: Function] = [:]
  /// What is wrong with a node, where that counts only when the node is evaluated.
  private(set) var faults: [SyntaxTree.Index: ExpressionError] = [:]

  /// Faults beyond these are not put off; each costs a look through the source for its place.
  private static let mostFaults = 1_000

  var tree: SyntaxTree { expression.tree }

  init(_ expression: Expression, _ environment: Environment) throws(ExpressionError) {
    self.expression = expression
    self.environment = environment
    var resolver = Resolver(expression, environment)
    try resolver.resolve()
    self.resolver = resolver
    types = Array(repeating: .dyn, count: expression.tree.nodes.count)
  }

  mutating func check() throws(ExpressionError) {
    for index in tree.nodes.indices where resolver.isLive[index] {
      let node = SyntaxTree.Index(truncatingIfNeeded: index)
      do throws(ExpressionError) {
        if resolver.unknown.contains(node) { throw resolver.error(ofUnknown: node) }
        types[index] = try type(of: node)
      } catch {
        guard environment.defersFaults, error.code != .unsupported,
          faults.count < Self.mostFaults
        else { throw error }
        faults[node] = error
      }
    }
  }

  func type(_ index: SyntaxTree.Index) -> ValueType { types[Int(index)] }

  private mutating func type(of index: SyntaxTree.Index) throws(ExpressionError) -> ValueType {
    if let known = meaningType(of: index) { return known }
    switch tree[index].form {
    case .literal(let constant): return Self.type(of: tree.constants[Int(constant)])
    case .name: return .dyn
    case .select(let operand, _, let access): return try selection(operand, access, index)
    case .index(let operand, let key, let isOptional):
      return try indexing(operand, key, isOptional, index)
    case .call(let name, let run):
      return try call(tree.name(name), Array(tree.parts(run)), isMember: false, index)
    case .memberCall(let receiver, let name, let run):
      let arguments = Array(tree.parts(run))
      if let qualified = resolver.qualified[index] {
        return try call(qualified, arguments, isMember: false, index)
      }
      return try call(tree.name(name), [receiver] + arguments, isMember: true, index)
    case .list(let run): return .list(of: joined(tree.parts(run), from: run, step: 1, offset: 0))
    case .map(let run):
      return .map(
        of: joined(tree.parts(run), from: run, step: 2, offset: 0),
        to: joined(tree.parts(run), from: run, step: 2, offset: 1))
    case .comprehension(let comprehension): return try type(ofComprehension: comprehension)
    default: return try operatorType(of: index)
    }
  }

  private func meaningType(of index: SyntaxTree.Index) -> ValueType? {
    switch resolver.meanings[Int(index)] {
    case .none: return nil
    case .variable(let slot):
      return environment.variables[resolver.variables[Int(slot)]] ?? .dyn
    case .type: return .type
    case .local(let index, let isSecond):
      let comprehension = tree.comprehensions[Int(index)]
      return boundType(of: comprehension, isSecond: isSecond)
    }
  }

  /// The common type of every `step`-th part; parts marked with a `?` count as what is inside.
  private func joined(
    _ parts: ArraySlice<SyntaxTree.Index>, from run: SyntaxTree.Parts, step: Int, offset: Int
  ) -> ValueType {
    var result: ValueType?
    for index in stride(from: parts.startIndex + offset, to: parts.endIndex, by: step) {
      var type = type(parts[index])
      if tree.optionalParts[index], step == 1 || offset == 1 {
        if case .optional(let content) = type { type = content } else { type = .dyn }
      }
      result = result?.joined(with: type) ?? type
    }
    return result ?? .dyn
  }

  private static func type(of constant: Value) -> ValueType {
    switch constant {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  func fault(
    _ code: ExpressionError.Code, at index: SyntaxTree.Index, _ message: String,
    hint: String? = nil
  ) -> ExpressionError {
    expression.text.error(
      .check, code, at: Int(tree[index].position), message, hint: hint)
  }
}
