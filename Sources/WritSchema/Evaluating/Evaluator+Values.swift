import WritJSON
import WritPattern

extension Evaluator {
  /// Applies `type`, `enum` and `const`.
  @inline(never)
  mutating func applyToAnyType(_ node: SchemaNode, _ value: Instance) -> Bool {
    var fits = true
    if let types = node.types, !types.allows(value) {
      fits = reject(
        "type", node, ViolationText.type(value.excerpt, types),
        hint: ViolationText.typeHint(value.excerpt, types))
      if wantsVerdictOnly { return false }
    }
    for allowed in node.values where !allowed.contains(value.value) {
      fits = reject(
        allowed.keyword, node, ViolationText.values(value.excerpt, allowed),
        hint: ViolationText.valuesHint(value.excerpt, allowed))
    }
    return fits
  }

  /// Applies the rules on numbers.
  @inline(never)
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
  @inline(never)
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
    if let pattern = rules.pattern, !matches(pattern, string, node) {
      fits = reject("pattern", node, ViolationText.noMatch(string, pattern.source))
    }
    if let format = rules.format, !format.accepts(string) {
      fits = reject("format", node, ViolationText.badFormat(string, format))
    }
    if let keyword = rules.content?.keyword(refusing: string) {
      fits = reject(keyword, node, ViolationText.badContent(string, keyword))
    }
    return fits
  }

  /// Whether a pattern matches; the work counts as steps, and a match that would need more than are
  /// left ends all.
  mutating func matches(_ pattern: Pattern, _ string: String, _ node: SchemaNode) -> Bool {
    let perStep = Self.instructionsPerStep
    let budget = stepsLeft.multipliedReportingOverflow(by: perStep)
    let available = budget.overflow ? Int.max : budget.partialValue
    var left = available
    let verdict = pattern.matches(string, budget: &left)
    use(steps: (available - left) / perStep)
    if verdict == nil { giveUpOnSteps(at: node) }
    return verdict ?? false
  }

  /// How many instructions of a pattern take as long as one application of a schema.
  private static let instructionsPerStep = 16
}
