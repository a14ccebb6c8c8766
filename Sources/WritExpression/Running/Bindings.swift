/// The values of variables for one evaluation.
public struct Bindings: Sendable, ExpressibleByDictionaryLiteral {
  private var names: [String] = []
  fileprivate var values: [Value] = []

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

  fileprivate func index(of name: String) -> Int? {
    names.firstIndex { $0.isIdentical(to: name) }
  }
}

/// Where an evaluation finds the variables of its program among the bindings.
struct BoundVariables: ~Copyable {
  /// Programs seldom have more variables; those beyond are looked up by name at each use.
  private static let kept = 12

  private let bindings: Bindings
  private var places = InlineArray<12, Int16>(repeating: -1)

  init(_ names: [String], _ bindings: Bindings) {
    self.bindings = bindings
    for index in 0..<min(names.count, Self.kept) {
      if let place = bindings.index(of: names[index]), let small = Int16(exactly: place) {
        places[index] = small
      }
    }
  }

  /// The value of the variable at an index of the program; nil where it has none.
  @inline(__always)
  func value(_ index: Int32, of code: Code) -> Value? {
    let index = Int(index)
    guard index < Self.kept else { return bindings[code.variables[index]] }
    let place = Int(places[index])
    return place >= 0 ? bindings.values[place] : nil
  }
}
