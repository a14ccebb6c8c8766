import WritJSON

extension Checker {
  mutating func call(
    _ name: String, _ arguments: [SyntaxTree.Index], isMember: Bool, _ index: SyntaxTree.Index
  ) throws(ExpressionError) -> ValueType {
    guard let overloads = FunctionTable.standard.overloads[name] else {
      throw unknownFunction(name, isMember: isMember, index)
    }
    let types = arguments.map { type($0) }
    let forms = overloads.filter { $0.isMember == isMember }
    guard let first = forms.first(where: { $0.takes(types) }) else {
      throw noForm(name, overloads, types, isMember: isMember, index)
    }
    functions[index] = first.function
    let possible = forms.filter { $0.takes(types) }
    let results = possible.map { result(of: $0, types) }
    return results.dropFirst().reduce(results[0]) { $0.joined(with: $1) }
  }

  private func result(of overload: Overload, _ types: [ValueType]) -> ValueType {
    switch overload.result {
    case .fixed(let type): return type
    case .argument(let index): return types[index]
    case .optionalOfArgument: return .optional(of: types[0])
    case .content:
      guard case .optional(let content) = types[0] else { return .dyn }
      return types.count > 1 ? content.joined(with: types[1]) : content
    case .greatest:
      if types.count == 1, case .list(let element) = types[0] { return element }
      return types.dropFirst().reduce(types[0]) { $0.joined(with: $1) }
    }
  }

  private func unknownFunction(
    _ name: String, isMember: Bool, _ index: SyntaxTree.Index
  ) -> ExpressionError {
    let table = FunctionTable.standard.overloads
    if !isMember, let last = table.keys.sorted().first(where: { $0.hasSuffix("." + name) }) {
      return fault(
        .unknownFunction, at: index, "There is no function '\(name)'.",
        hint: "did you mean '\(last)'?")
    }
    let candidates =
      table.keys.filter { table[$0]?.contains { $0.isMember == isMember } ?? false }
      + (isMember ? Self.macros : ["has"])
    let hint =
      Self.macros.contains(name)
      ? "'\(name)' is a macro: write for example xs.\(name)(x, ...)"
      : Suggestions.hint(for: name, among: candidates.sorted())
    return fault(
      .unknownFunction, at: index, "There is no function '\(name)'.", hint: hint)
  }

  static let macros = [
    "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap",
    "transformMapEntry", "optMap", "optFlatMap",
  ]

  private func noForm(
    _ name: String, _ overloads: [Overload], _ types: [ValueType], isMember: Bool,
    _ index: SyntaxTree.Index
  ) -> ExpressionError {
    let shown = types.map(\.description)
    let call =
      isMember
      ? "\(shown[0]).\(name)(\(shown.dropFirst().joined(separator: ", ")))"
      : "\(name)(\(shown.joined(separator: ", ")))"
    let titles = overloads.map { $0.title(name) }
    return fault(
      .noMatchingOverload, at: index, "There is no \(call).",
      hint: "there is \(titles.joined(separator: ", "))")
  }
}
