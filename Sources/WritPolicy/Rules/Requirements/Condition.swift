internal import WritJSON

/// An expression that must be true of a change; see docs/conditions.md.
public struct Condition: Sendable {
  /// A name that refusals tell, or nil.
  public let id: String?
  /// The expression as written.
  public let expression: String
  /// What is wrong with a change of which it is false: a full sentence.
  public let message: String
  /// Where in the rules it stands.
  let place: JSONPointer
  let program: ConditionProgram

  static func read(_ form: Form) throws(PolicyError) -> [Condition] {
    var result: [Condition] = []
    for (index, value) in try form.array("conditions").enumerated() {
      let condition = try Condition(value, at: form.place("conditions").appending(index))
      if let id = condition.id,
        result.contains(where: { $0.id.map { $0.hasSameBytes(as: id) } ?? false })
      {
        throw PolicyError(
          .form, "Two conditions of one rule have the id '\(id)'.",
          pointer: condition.place.appending("id").description, hint: "give each its own")
      }
      result.append(condition)
    }
    return result
  }

  private init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(value, Rules.path, at: place, known: ["id", "expr", "message"])
    self.place = place
    id = try form.optionalName("id")
    message = try form.sentence("message")
    expression = try form.string("expr")
    program = ConditionProgram(expression, form)
  }

  /// Whether the expression may look at a variable: false only where its name is nowhere in it.
  func mayUse(_ variable: String) -> Bool {
    let (text, name) = (Array(expression.utf8), Array(variable.utf8))
    return text.indices.contains { text[$0...].starts(with: name) }
  }

  /// How messages name it.
  var label: String { id.map { "condition '\($0)'" } ?? "condition" }

  var words: String { "\(id.map { "\($0): " } ?? "")\(expression.oneLine)" }
}
