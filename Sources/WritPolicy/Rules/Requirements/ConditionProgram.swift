internal import Synchronization
internal import WritExpression
internal import WritJSON

/// The program of a condition, made when it is first asked for.
///
/// Most changes meet few of a repository's conditions, and compiling costs more than evaluating.
final class ConditionProgram: Sendable {
  private let text: String
  private let form: Form
  private let made = Mutex<Result<Program, PolicyError>?>(nil)

  /// The variables, with what is known of them before there is a change.
  private static let environment = Environment(variables: [
    "old": .document, "new": .document, "change": .document, "record": .document,
    "evidence": .document, "actor": .document, "approvals": .document, "policy": .string,
    "intent": .string, "now": .timestamp,
  ])

  init(_ text: String, _ form: Form) {
    self.text = text
    self.form = form
  }

  /// The program; what keeps the text from being one is told each time.
  func callAsFunction() throws(PolicyError) -> Program {
    let result = made.withLock { made in
      let result = made ?? compiled()
      made = result
      return result
    }
    return try result.get()
  }

  private func compiled() -> Result<Program, PolicyError> {
    do throws(PolicyError) { return .success(try compile()) } catch { return .failure(error) }
  }

  private func compile() throws(PolicyError) -> Program {
    let program: Program
    do throws(ExpressionError) {
      program = try Expression(parsing: text).checked(environment: ConditionProgram.environment)
    } catch {
      throw PolicyError(
        .form,
        "The condition '\(form.place("expr"))' of \(Rules.path) is no expression: "
          + "\(error.line):\(error.column): \(error.message)",
        pointer: form.place("expr").description, hint: error.hint)
    }
    switch program.resultType {
    case .bool, .dyn, .document: return program
    case let type:
      throw form.bad(
        "expr", "an expression of the type \(type)", hint: "a condition is true or false")
    }
  }
}
