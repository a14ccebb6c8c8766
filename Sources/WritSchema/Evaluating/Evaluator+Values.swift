import WritJSON
import WritPattern

extension Evaluator {
  /// Applies `type`, `enum` and `const`.
  mutating func applyToAnyType(_ node: SchemaNode, _ value: JSONValue) -> Bool {
    var fits = true
    if let types = node.rules.types, !types.allows(value) {
      fits = reject(
        "type", node, ViolationText.type(value, types), hint: ViolationText.typeHint(value, types))
      if wantsVerdictOnly { return false }
    }
    for allowed in node.rules.values where !allowed.contains(value) {
      fits = reject(
        allowed.keyword, node, ViolationText.values(value, allowed),
        hint: ViolationText.valuesHint(value, allowed))
    }
    return fits
  }

  /// Applies the rules on numbers.
  mutating func apply(_ rules: NumberRules, _ node: SchemaNode, to number: JSONNumber) -> Bool {
    var fits = true
    let small = Int64(number.text)
    if let bound = rules.minimum, bound.isAbove(number, small: small) {
      fits = reject("minimum", node, ViolationText.below(number, bound.number))
    }
    if let bound = rules.maximum, bound.isBelow(number, small: small) {
      fits = reject("maximum", node, ViolationText.above(number, bound.number))
    }
    if let bound = rules.exclusiveMinimum, !bound.isBelow(number, small: small) {
      fits = reject("exclusiveMinimum", node, ViolationText.notAbove(number, bound.number))
    }
    if let bound = rules.exclusiveMaximum, !bound.isAbove(number, small: small) {
      fits = reject("exclusiveMaximum", node, ViolationText.notBelow(number, bound.number))
    }
    if let divisor = rules.divisor, !divisor.divides(number) {
      fits = reject("multipleOf", node, ViolationText.notMultiple(number, divisor.number))
    }
    return fits
  }

  /// Applies the rules on strings; length is counted in Unicode scalars.
  mutating func apply(_ rules: StringRules, _ node: SchemaNode, to string: String) -> Bool {
    var fits = true
    if rules.minimumLength != nil || rules.maximumLength != nil {
      let length = string.unicodeScalars.count
      if let minimum = rules.minimumLength, length < minimum {
        fits = reject("minLength", node, ViolationText.tooShort(length, minimum))
      }
      if let maximum = rules.maximumLength, length > maximum {
        fits = reject("maxLength", node, ViolationText.tooLong(length, maximum))
      }
    }
    if let pattern = rules.pattern, !pattern.matches(string) {
      fits = reject("pattern", node, ViolationText.noMatch(string, pattern.source))
    }
    if let format = rules.format, !format.accepts(string) {
      fits = reject("format", node, ViolationText.badFormat(string, format))
    }
    return fits
  }
}
