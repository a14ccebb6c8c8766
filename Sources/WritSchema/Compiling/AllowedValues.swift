import WritJSON

/// The values of `enum` or `const`, with a fast look-up where they are many.
struct AllowedValues: Sendable {
  /// The keyword that they come from.
  let keyword: String
  /// The values in their order.
  let values: [JSONValue]
  private let lookup: Set<JSONValue>?

  /// From this many values on a hash is faster than going through them.
  private static let scanLimit = 8

  init(keyword: String, values: [JSONValue]) {
    self.keyword = keyword
    self.values = values
    lookup = values.count > Self.scanLimit ? Set(values) : nil
  }

  /// Whether a value is among them.
  func contains(_ value: JSONValue) -> Bool {
    lookup?.contains(value) ?? values.contains(value)
  }
}
