public import WritJSON

/// The output of a validation in the form `basic` (JSON Schema 2020-12, section 12.4.2).
public enum BasicOutput {
  /// Renders violations: `{"valid": true}`, or `valid` and the flat list `errors`.
  ///
  /// The reasons of an alternative follow the `anyOf` or `oneOf` they belong to.
  public static func render(_ violations: [SchemaViolation]) -> JSONValue {
    guard !violations.isEmpty else { return ["valid": true] }
    var units: [JSONValue] = []
    var pending = Array(violations.reversed())
    while let violation = pending.popLast() {
      units.append(unit(violation))
      pending += violation.causes.reversed()
    }
    return ["valid": false, "errors": .array(units)]
  }

  private static func unit(_ violation: SchemaViolation) -> JSONValue {
    [
      "keywordLocation": .string(violation.evaluationPath),
      "absoluteKeywordLocation": .string(violation.absoluteKeywordLocation),
      "instanceLocation": .string(violation.instance.description),
      "error": .string(violation.message),
    ]
  }
}
