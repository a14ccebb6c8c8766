/// The values of variables for one evaluation.
public struct Bindings: Sendable, ExpressibleByDictionaryLiteral {
  private var names: [FieldKey] = []
  fileprivate var values: [Value] = []

  /// Makes bindings without variables.
  public init() {}

  /// Makes bindings; of two values for a name the last one holds.
  public init(dictionaryLiteral elements: (String, Value)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The value of a variable; nil where it has none.
  public subscript(_ name: String) -> Value? {
    get { index(of: FieldKey(name)).map { values[$0] } }
    set {
      let key = FieldKey(name)
      switch (index(of: key), newValue) {
      case (let index?, let value?): values[index] = value
      case (let index?, nil):
        names.remove(at: index)
        values.remove(at: index)
      case (nil, let value?):
        names.append(key)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  fileprivate func index(of key: FieldKey) -> Int? {
    for index in names.indices where names[index].short == key.short {
      if key.short.isWhole || names[index].name.isIdentical(to: key.name) { return index }
    }
    return nil
  }
}

/// Where an evaluation finds the variables of its program among the bindings.
struct BoundVariables: ~Copyable {
  /// Programs seldom have more variables; those beyond are looked up by name at each use.
  private static let kept = 12

  private let values: [Value]
  private var places = InlineArray<12, Int>(repeating: -1)
  /// All bindings, for a program that has more variables.
  private let others: Bindings?

  init(_ code: Code, _ bindings: Bindings) {
    values = bindings.values
    others = code.variableKeys.count > Self.kept ? bindings : nil
    for index in 0..<min(code.variableKeys.count, Self.kept) {
      if let place = bindings.index(of: code.variableKeys[index]) {
        places[index] = place
      }
    }
  }

  /// The value of the variable at an index of the program; nil where it has none.
  @inline(__always)
  func value(_ index: Int32, of code: Code) -> Value? {
    let index = Int(index)
    guard index < Self.kept else { return others?[code.variables[index]] }
    let place = places[index]
    return place >= 0 ? values[place] : nil
  }
}
