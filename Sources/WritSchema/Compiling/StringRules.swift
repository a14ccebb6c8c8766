import WritPattern

/// What a schema says about strings.
struct StringRules: Sendable {
  /// The fewest and most Unicode scalars.
  var minimumLength: Int?
  var maximumLength: Int?
  var pattern: Pattern?
  /// The format, where it is to be asserted and known.
  var format: SchemaFormat?
  /// What the string must hold, where that is to be asserted.
  var content: StringContent?

  var isEmpty: Bool {
    minimumLength == nil && maximumLength == nil && pattern == nil && format == nil
      && content == nil
  }
}
