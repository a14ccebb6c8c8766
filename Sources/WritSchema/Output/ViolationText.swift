import WritJSON

/// The sentences of violations.
enum ViolationText {
  static func type(_ value: JSONValue, _ types: TypeSet) -> String {
    if case .number(let number) = value, types.contains(.integer) {
      return "The value \(number.text) is a number with a fraction; it must be \(list(types))."
    }
    return "The value is \(value.kind); it must be \(list(types))."
  }

  /// For a string that would fit without its quotation marks.
  static func typeHint(_ value: JSONValue, _ types: TypeSet) -> String? {
    guard case .string(let string) = value else { return nil }
    let plain: JSONValue? =
      switch string {
      case "true": .bool(true)
      case "false": .bool(false)
      case "null": .null
      default: JSONNumber(text: string).map(JSONValue.number)
      }
    guard let plain, types.allows(plain) else { return nil }
    return "write \(string) without quotation marks"
  }

  private static func list(_ types: TypeSet) -> String {
    let names = types.names.map { name in
      name == "null"
        ? "null"
        : (name.first == "a" || name.first == "i" || name.first == "o"
          ? "an " : "a ") + name
    }
    return names.isEmpty ? "nothing at all" : names.joined(separator: " or ")
  }

  static func values(_ value: JSONValue, _ allowed: AllowedValues) -> String {
    if allowed.keyword == "const" {
      return "The value is \(Excerpt.of(value)); it must be \(Excerpt.list(allowed.values))."
    }
    return
      "The value \(Excerpt.of(value)) is none of those allowed: \(Excerpt.list(allowed.values))."
  }

  static func valuesHint(_ value: JSONValue, _ allowed: AllowedValues) -> String? {
    guard case .string(let string) = value else { return nil }
    return Excerpt.suggestion(for: string, among: allowed.values.compactMap(\.stringValue))
  }

  static func nothingAllowed(_ keyword: String, _ step: Evaluator.Step?) -> String {
    switch (keyword, step) {
    case ("additionalProperties", .key(let key)), ("unevaluatedProperties", .key(let key)),
      ("properties", .key(let key)), ("patternProperties", .key(let key)):
      "The member \(Excerpt.quoted(key)) is not allowed here."
    case ("items", .index(let index)), ("additionalItems", .index(let index)),
      ("unevaluatedItems", .index(let index)), ("prefixItems", .index(let index)):
      "The array may have no element at index \(index)."
    default: "No value is allowed here."
    }
  }

  static func noMatch(_ string: String, _ pattern: String) -> String {
    "The string \(Excerpt.quoted(string)) does not match the pattern \(Excerpt.visible(pattern, limit: 200))."
  }

  static func badFormat(_ string: String, _ format: SchemaFormat) -> String {
    "The string \(Excerpt.quoted(string)) is not a valid \(format.rawValue) (\(format.source))."
  }

  static func badContent(_ string: String, _ keyword: String) -> String {
    let content = keyword == "contentEncoding" ? "base64 (RFC 4648)" : "a JSON document"
    return "The string \(Excerpt.quoted(string)) does not hold \(content)."
  }

  static func missing(_ name: String) -> String {
    "The member \(Excerpt.quoted(name)) is missing."
  }

  static func missing(_ name: String, because other: String) -> String {
    "The member \(Excerpt.quoted(name)) is missing, which \(Excerpt.quoted(other)) asks for."
  }

  static func badName(_ name: String, _ reason: String) -> String {
    "The name of the member \(Excerpt.quoted(name)) is not allowed. \(reason)"
  }

  static func equal(_ first: Int, _ second: Int) -> String {
    "The elements at \(first) and \(second) are equal; all must differ."
  }

  static func mustNotFit() -> String {
    "The value fits the schema of \"not\", which it must not."
  }

  static func noneFits(_ keyword: String, _ count: Int) -> String {
    let which = count == 1 ? "the only alternative" : "any of the \(count) alternatives"
    return "The value does not fit \(which) of \"\(keyword)\"."
  }

  static func severalFit(_ places: [Int]) -> String {
    let list = places.map(String.init).joined(separator: ", ")
    return "The value fits the alternatives \(list) of \"oneOf\"; exactly one must fit."
  }

  /// What is wrong with the alternative that comes nearest: the one that fails deepest in the
  /// value, and of these the one with the fewest violations.
  static func nearest(_ reasons: [[SchemaViolation]]) -> String? {
    let ranked = reasons.filter { !$0.isEmpty }.max { left, right in
      let depths = (depth(left), depth(right))
      return depths.0 == depths.1 ? left.count > right.count : depths.0 < depths.1
    }
    guard let first = ranked?.first else { return nil }
    let place =
      first.instance.isRoot ? "" : Excerpt.visible(first.instance.description) + ": "
    return "the nearest alternative says: \(place)\(first.message)"
  }

  private static func depth(_ violations: [SchemaViolation]) -> Int {
    violations.map(\.instance.tokens.count).min() ?? 0
  }
}

// MARK: - Bounds

extension ViolationText {
  static func below(_ value: JSONNumber, _ bound: JSONNumber) -> String {
    "The value \(value.text) is below the minimum of \(bound.text)."
  }

  static func above(_ value: JSONNumber, _ bound: JSONNumber) -> String {
    "The value \(value.text) is above the maximum of \(bound.text)."
  }

  static func notAbove(_ value: JSONNumber, _ bound: JSONNumber) -> String {
    "The value \(value.text) must be above \(bound.text)."
  }

  static func notBelow(_ value: JSONNumber, _ bound: JSONNumber) -> String {
    "The value \(value.text) must be below \(bound.text)."
  }

  static func notMultiple(_ value: JSONNumber, _ divisor: JSONNumber) -> String {
    "The value \(value.text) is not a multiple of \(divisor.text)."
  }

  static func tooShort(_ length: Int, _ minimum: Int) -> String {
    "The string has \(count(length, "character")), but must have at least \(minimum)."
  }

  static func tooLong(_ length: Int, _ maximum: Int) -> String {
    "The string has \(count(length, "character")), but may have at most \(maximum)."
  }

  static func tooFew(_ length: Int, _ minimum: Int) -> String {
    "The array has \(count(length, "element")), but must have at least \(minimum)."
  }

  static func tooMany(_ length: Int, _ maximum: Int) -> String {
    "The array has \(count(length, "element")), but may have at most \(maximum)."
  }

  static func tooFewMembers(_ length: Int, _ minimum: Int) -> String {
    "The object has \(count(length, "member")), but must have at least \(minimum)."
  }

  static func tooManyMembers(_ length: Int, _ maximum: Int) -> String {
    "The object has \(count(length, "member")), but may have at most \(maximum)."
  }

  static func tooFewContained(_ length: Int, _ minimum: Int) -> String {
    "The array has \(count(length, "element")) that \(length == 1 ? "fits" : "fit") the schema of "
      + "\"contains\", but must have at least \(minimum)."
  }

  static func tooManyContained(_ length: Int, _ maximum: Int) -> String {
    "The array has \(count(length, "element")) that \(length == 1 ? "fits" : "fit") the schema of "
      + "\"contains\", but may have at most \(maximum)."
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
