/// A property of Unicode scalars that a pattern can name with `\p{...}`.
enum UnicodeProperty: Sendable {
  /// General category is one of those in the mask.
  case category(GeneralCategories)
  /// A property that is true or false.
  case binary(BinaryProperty)
  /// The scalar is in the ranges, as those of a script.
  case ranges(ScalarRanges)

  /// Whether a scalar has the property; a surrogate has only its general category.
  func holds(_ scalar: UInt32) -> Bool {
    let value = Unicode.Scalar(scalar)
    switch self {
    case .category(let categories):
      return value.map(categories.contains(of:)) ?? categories.contains(.surrogate)
    case .binary(let property): return value.map { property.holds($0.properties) } ?? false
    case .ranges(let ranges): return ranges.contains(scalar)
    }
  }
}

extension UnicodeProperty {
  /// The property that ECMA-262 (22.2.1, UnicodePropertyValueExpression) gives a name to.
  static func ecma(_ expression: String) -> UnicodeProperty? {
    if let equals = expression.firstIndex(of: "=") {
      let name = expression[..<equals]
      let value = String(expression[expression.index(after: equals)...])
      switch name {
      case "General_Category", "gc":
        return GeneralCategories.named(value).map(UnicodeProperty.category)
      case "Script", "sc": return Scripts.ranges(of: value).map(UnicodeProperty.ranges)
      case "Script_Extensions", "scx":
        return Scripts.ranges(of: value, extensions: true).map(UnicodeProperty.ranges)
      default: return nil
      }
    }
    if let categories = GeneralCategories.named(expression) { return .category(categories) }
    if expression == "ASCII" { return .ranges(ScalarRanges([0...0x7F])) }
    if expression == "Any" { return .ranges(CharacterClass.any) }
    return BinaryProperty.named[expression].map(UnicodeProperty.binary)
  }

  /// The property that RE2 gives a name to: the short names of the general
  /// categories and the long names of scripts.
  static func re2(_ name: String) -> UnicodeProperty? {
    if name == "Any" { return .ranges(CharacterClass.any) }
    guard name.utf8.count <= 2, name != "LC" else {
      return Scripts.ranges(of: name, naming: .long).map(UnicodeProperty.ranges)
    }
    return GeneralCategories.named(name).map(UnicodeProperty.category)
  }
}
