/// The values of variables for one evaluation.
public struct Bindings: Sendable, ExpressibleByDictionaryLiteral {
  private var names: [String] = []
  private var values: [Value] = []

  /// Makes bindings without variables.
  public init() {}

  /// Makes bindings; of two values for a name the last one holds.
  public init(dictionaryLiteral elements: (String, Value)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The value of a variable; nil where it has none.
  public subscript(_ name: String) -> Value? {
    get { index(of: name).map { values[$0] } }
    set {
      switch (index(of: name), newValue) {
      case (let index?, let value?): values[index] = value
      case (let index?, nil):
        names.remove(at: index)
        values.remove(at: index)
      case (nil, let value?):
        names.append(name)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  private func index(of name: String) -> Int? {
    names.firstIndex { $0.isIdentical(to: name) }
  }
}
