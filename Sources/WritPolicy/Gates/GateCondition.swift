internal import WritExpression
internal import WritJSON

/// A condition in the Common Expression Language over the evidence and the change.
public struct GateCondition: Sendable {
  /// The name in decisions.
  public let name: String
  /// The expression as written.
  public let source: String
  /// What a decision says when it is not met, instead of the expression.
  public let message: String?
  let program: Program
  /// The constant paths that the expression follows into the evidence.
  let paths: [[String]]
  let behaviour: Behaviour

  /// The names that an expression may use.
  private static let variables: [String: ValueType] = [
    "evidence": .document, "changes": .document, "plan": .document, "now": .timestamp,
  ]

  init(
    _ value: JSONValue, at place: JSONPointer, _ outer: Behaviour
  ) throws(PolicyError) {
    let form = try Form(
      value, "the gate", at: place, known: ["name", "description", "expression", "message", "on"])
    name = try form.string("name")
    source = try form.string("expression")
    message = try form.optionalString("message")
    behaviour = try Behaviour(form, inside: outer)
    do throws(ExpressionError) {
      let expression = try Expression(parsing: source)
      program = try expression.checked(environment: Environment(variables: Self.variables))
      paths = expression.selectionPaths(from: "evidence")
    } catch {
      throw PolicyError(
        .form, "The expression of '\(name.oneLine)' cannot be used: \(error)",
        pointer: form.place("expression").description, hint: error.hint)
    }
    guard
      program.resultType == .bool || program.resultType == .dyn
        || program.resultType == .document
    else {
      throw form.wrong("expression", "a condition, whose value is true or false")
    }
  }
}
