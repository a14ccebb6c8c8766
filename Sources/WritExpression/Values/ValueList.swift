extension Value {
  /// An ordered sequence of values.
  public struct List: Sendable, ExpressibleByArrayLiteral {
    /// The elements in order.
    public let elements: [Value]
    let depth: Int

    /// Makes a list of the elements.
    public init(_ elements: [Value]) {
      self.elements = elements
      var deepest = 0
      for element in elements where element.depth > deepest { deepest = element.depth }
      depth = deepest + 1
    }

    /// Makes a list of the elements.
    public init(arrayLiteral elements: Value...) {
      self.init(elements)
    }
  }
}
