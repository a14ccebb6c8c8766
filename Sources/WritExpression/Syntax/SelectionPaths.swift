extension Expression {
  /// The constant paths that the expression follows from a variable, in the order of the text.
  ///
  /// `evidence.live.runs["ok"]` gives `["live", "runs", "ok"]`. A path ends where its next part is
  /// worked out by the expression, and a path that another one continues is not told by itself.
  /// Selections inside of `has(...)` are among them. A name that a macro binds is not the variable.
  public func selectionPaths(from variable: String) -> [[String]] {
    var collector = PathCollector(tree)
    return collector.paths(from: variable)
  }
}

/// Walks a tree from the root downwards, which is backwards through the array of nodes.
private struct PathCollector {
  private let tree: SyntaxTree
  private var found: [(position: Int32, path: [String])] = []

  init(_ tree: SyntaxTree) { self.tree = tree }

  mutating func paths(from variable: String) -> [[String]] {
    var pending: [(index: SyntaxTree.Index, bound: [String])] = [(tree.root, [])]
    while let (index, bound) = pending.popLast() {
      let node = tree[index]
      if let (root, path) = chain(at: index) {
        note(root, path, variable, bound)
        continue
      }
      if case .index(let left, let right, _) = node.form, let (root, path) = chain(at: left) {
        note(root, path, variable, bound)
        pending.append((right, bound))
        continue
      }
      tree.forEachPart(of: node) { part, comprehension in
        pending.append((part, bound + names(of: comprehension)))
      }
    }
    return found.sorted { $0.position < $1.position }.map(\.path)
  }

  private mutating func note(
    _ root: SyntaxTree.Index, _ path: [String], _ variable: String, _ bound: [String]
  ) {
    let wanted = variable.utf8
    guard case .name(let name, let isRoot) = tree[root].form,
      tree.name(name).utf8.elementsEqual(wanted),
      isRoot || !bound.contains(where: { $0.utf8.elementsEqual(wanted) })
    else { return }
    found.append((tree[root].position, path))
  }

  private func names(of comprehension: Int32?) -> [String] {
    guard let comprehension else { return [] }
    let macro = tree.comprehensions[Int(comprehension)]
    return [tree.name(macro.first)] + (macro.second.map { [tree.name($0)] } ?? [])
  }

  /// The name at the start of a chain of selections with constant parts, and those parts.
  private func chain(at index: SyntaxTree.Index) -> (root: SyntaxTree.Index, path: [String])? {
    var path: [String] = []
    var current = index
    while true {
      switch tree[current].form {
      case .name: return (current, path.reversed())
      case .select(let operand, let field, _):
        path.append(tree.name(field))
        current = operand
      case .index(let operand, let key, _):
        guard case .literal(let constant) = tree[key].form,
          case .string(let text) = tree.constants[Int(constant)]
        else { return nil }
        path.append(text)
        current = operand
      default: return nil
      }
    }
  }
}
