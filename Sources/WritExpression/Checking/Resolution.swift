import WritJSON

/// What a name in an expression means.
enum Meaning: Sendable, Equatable {
  /// Not a name, or one that is not used.
  case none
  /// An index into the variables of the program.
  case variable(Int32)
  /// The first or second name of a comprehension.
  case local(Int32, isSecond: Bool)
  case type(Value.Kind)
}

/// Finds out what the names of a tree mean: names bound by macros, variables, types, functions.
///
/// Nodes are visited from the root downwards, which is backwards through the array, because an outer
/// selection (`a.b.c`) decides whether the inner names are names at all.
struct Resolver {
  private let expression: Expression
  private let environment: Environment
  private var tree: SyntaxTree { expression.tree }
  private(set) var meanings: [Meaning]
  /// Nodes that belong to the expression; the others were taken up by a macro or a dotted name.
  private(set) var isLive: [Bool]
  /// The function of each call of a namespace (`math.abs`), by node.
  private(set) var qualified: [SyntaxTree.Index: String] = [:]
  private(set) var variables: [String] = []
  private var slots: [String: Int32] = [:]
  /// The comprehension whose names a node sees first, or -1.
  private var scopes: [Int32]
  private var outerScopes: [Int32]
  private var fault: Fault?
  /// The names that mean nothing, where they fail only when they are evaluated.
  private(set) var unknown: Set<SyntaxTree.Index> = []

  init(_ expression: Expression, _ environment: Environment) {
    self.expression = expression
    self.environment = environment
    let count = expression.tree.nodes.count
    meanings = Array(repeating: .none, count: count)
    isLive = Array(repeating: false, count: count)
    scopes = Array(repeating: -1, count: count)
    outerScopes = Array(repeating: -1, count: expression.tree.comprehensions.count)
  }

  mutating func resolve() throws(ExpressionError) {
    isLive[Int(tree.root)] = true
    for index in stride(from: tree.root, through: 0, by: -1) where isLive[Int(index)] {
      visit(index)
    }
    if let fault { throw error(fault) }
  }

  /// Keeps the fault that comes first in the text; its message is worked out only for that one.
  private mutating func note(_ found: Fault) {
    if environment.defersFaults, !found.isProtocolBuffer {
      unknown.insert(found.index)
      return
    }
    if let fault, tree[fault.index].position <= tree[found.index].position { return }
    fault = found
  }

  private mutating func visit(_ index: SyntaxTree.Index) {
    let node = tree[index]
    switch node.form {
    case .name:
      meanings[Int(index)] = meaning(of: index)
      return
    case .select(_, _, .plain):
      if let meaning = dottedMeaning(of: index) {
        meanings[Int(index)] = meaning
        return
      }
    case .memberCall(let receiver, let name, let arguments):
      if let function = namespaced(receiver, tree.name(name)) {
        qualified[index] = function
        for part in tree.parts(arguments) { mark(part, scope: scopes[Int(index)]) }
        return
      }
    case .comprehension(let comprehension):
      outerScopes[Int(comprehension)] = scopes[Int(index)]
    default: break
    }
    markParts(of: node, scope: scopes[Int(index)])
  }

  private mutating func markParts(of node: SyntaxTree.Node, scope: Int32) {
    var found: [(SyntaxTree.Index, Int32)] = []
    tree.forEachPart(of: node) { part, bound in found.append((part, bound ?? scope)) }
    for (part, scope) in found { mark(part, scope: scope) }
  }

  private mutating func mark(_ index: SyntaxTree.Index, scope: Int32) {
    isLive[Int(index)] = true
    scopes[Int(index)] = scope
  }

  // MARK: Names

  private mutating func meaning(of index: SyntaxTree.Index) -> Meaning {
    guard case .name(let name, let isRoot) = tree[index].form else { return .none }
    let text = tree.name(name)
    if !isRoot, let local = local(text, from: scopes[Int(index)]) { return local }
    if let slot = slot(of: text) { return .variable(slot) }
    if let kind = Value.Kind(rawValue: text) { return .type(kind) }
    note(Fault(index: index, name: text, isProtocolBuffer: false))
    return .none
  }

  private func local(_ name: String, from scope: Int32) -> Meaning? {
    var scope = scope
    while scope >= 0 {
      let comprehension = tree.comprehensions[Int(scope)]
      if tree.name(comprehension.first) == name { return .local(scope, isSecond: false) }
      if let second = comprehension.second, tree.name(second) == name {
        return .local(scope, isSecond: true)
      }
      scope = outerScopes[Int(scope)]
    }
    return nil
  }

  private mutating func slot(of name: String) -> Int32? {
    if let slot = slots[name] { return slot }
    guard environment.variables[name] != nil else { return nil }
    let slot = Int32(truncatingIfNeeded: variables.count)
    variables.append(name)
    slots[name] = slot
    return slot
  }

  /// A selection that spells a variable or a type with dots in its name.
  private mutating func dottedMeaning(of index: SyntaxTree.Index) -> Meaning? {
    guard let dotted = tree.dottedName(at: index) else { return nil }
    if !dotted.isRoot, isLocal(dotted.root, scope: scopes[Int(index)]) { return nil }
    if let slot = slot(of: dotted.text) { return .variable(slot) }
    if let kind = Value.Kind(rawValue: dotted.text) { return .type(kind) }
    guard dotted.text.hasPrefix("google.protobuf."), environment.variables["google"] == nil else {
      return nil
    }
    note(Fault(index: dotted.root, name: dotted.text, isProtocolBuffer: true))
    return Meaning.none
  }

  private func isLocal(_ root: SyntaxTree.Index, scope: Int32) -> Bool {
    guard case .name(let name, _) = tree[root].form else { return false }
    return local(tree.name(name), from: scope) != nil
  }

  /// The function that a call spells with a namespace, unless the namespace is a name bound here.
  private func namespaced(_ receiver: SyntaxTree.Index, _ name: String) -> String? {
    guard case .name(let namespace, _) = tree[receiver].form else { return nil }
    let function = tree.name(namespace) + "." + name
    guard FunctionTable.standard.overloads[function] != nil else { return nil }
    return local(tree.name(namespace), from: scopes[Int(receiver)]) == nil ? function : nil
  }
}

extension Resolver {
  /// A name that means nothing.
  private struct Fault {
    let index: SyntaxTree.Index
    let name: String
    let isProtocolBuffer: Bool
  }

  /// What is wrong with a name that means nothing.
  func error(ofUnknown index: SyntaxTree.Index) -> ExpressionError {
    guard case .name(let name, _) = tree[index].form else { return unknown("", at: index) }
    return unknown(tree.name(name), at: index)
  }

  private func error(_ fault: Fault) -> ExpressionError {
    guard fault.isProtocolBuffer else { return unknown(fault.name, at: fault.index) }
    return expression.text.error(
      .check, .unsupported, at: Int(tree[fault.index].position),
      "'\(fault.name)' is a protocol buffer name; this language has none but Timestamp and Duration."
    )
  }

  private func unknown(_ name: String, at index: SyntaxTree.Index) -> ExpressionError {
    var hint = Suggestions.hint(for: name, among: known)
    if FunctionTable.standard.overloads[name] != nil {
      hint = "'\(name)' is a function: write \(name)(...)"
    } else if FunctionTable.standard.overloads.keys.contains(where: { $0.hasPrefix(name + ".") }) {
      let members = FunctionTable.standard.overloads.keys.filter { $0.hasPrefix(name + ".") }
      hint = "'\(name)' is a namespace with \(members.sorted().joined(separator: ", "))"
    } else if hint == nil, !environment.variables.isEmpty {
      let names = environment.variables.keys.sorted().prefix(12).joined(separator: ", ")
      hint = "the variables are \(names)"
    }
    return expression.text.error(
      .check, .unknownName, at: Int(tree[index].position),
      "There is no variable '\(name)'.", hint: hint)
  }

  private var known: [String] {
    var names = environment.variables.keys.sorted()
    for comprehension in tree.comprehensions {
      names.append(tree.name(comprehension.first))
      if let second = comprehension.second { names.append(tree.name(second)) }
    }
    return names + Value.Kind.allCases.map(\.rawValue)
  }
}
