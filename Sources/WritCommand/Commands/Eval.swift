import ArgumentParser
import WritExpression
import WritJSON

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate an expression (CEL) and print its value as JSON.",
    discussion: """
      An error of the evaluation exits with 1, one of the expression itself with 64. The variable \
      'now' has the time of --now, and no value without it: an expression has no clock. A name, a \
      function or types that cannot be right are an error unless '&&', '||' or a branch that is not \
      taken makes them immaterial; then a note tells of them.
      """)

  @Argument(help: "The expression.")
  var expression: String

  @Option(
    name: .customLong("bind"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Bind a variable to a document; may be repeated. NAME:TYPE=FILE takes a text or number as an \
      int, uint, double, bytes (base64), timestamp or duration.
      """, valueName: "NAME=FILE"))
  var bindings: [String] = []

  @Option(help: "The value of 'now': an RFC 3339 date-time.")
  var now: String?

  func run() throws {
    Failure.command = "eval"
    var values = Bindings()
    var environment = WritExpression.Environment()
    for binding in try bindings.map(Binding.init) {
      values[binding.name] = binding.value
      environment.variables[binding.name] = binding.type
    }
    if let now {
      guard let time = Value.Timestamp(text: now) else {
        throw UsageError("--now '\(now)' is no RFC 3339 date-time.")
      }
      values["now"] = .timestamp(time)
      environment.variables["now"] = .timestamp
    }
    do throws(ExpressionError) {
      Output.bytes(try evaluate(environment, values).json.serialized())
    } catch {
      Output.message("error: \(error.rendered(source: expression))")
      throw error.kind == .evaluation ? ExitStatus.failure : .usage
    }
  }

  private func evaluate(
    _ environment: WritExpression.Environment, _ values: Bindings
  ) throws(ExpressionError) -> Value {
    let parsed = try Expression(parsing: expression)
    let program: Program
    do throws(ExpressionError) {
      program = try parsed.checked(environment: environment)
    } catch {
      return try evaluate(parsed, despite: error, environment, values)
    }
    return try program.evaluate(values)
  }

  /// The value that the expression has though the check found a fault in it, because the fault is
  /// absorbed; throws the fault where there is none.
  private func evaluate(
    _ parsed: Expression, despite fault: ExpressionError,
    _ environment: WritExpression.Environment, _ values: Bindings
  ) throws(ExpressionError) -> Value {
    var environment = environment
    environment.defersFaults = true
    let value: Value
    do throws(ExpressionError) {
      value = try parsed.checked(environment: environment).evaluate(values)
    } catch {
      throw fault
    }
    Output.message("note: the value does not depend on a fault: \(fault)")
    return value
  }

  /// The words of the command line with an expression that starts with a minus where the parser
  /// takes it for what it is, and not for an option.
  static func arranged(_ words: [String]) -> [String] {
    var expression: Int?
    var index = 1
    while index < words.count {
      let word = words[index]
      if word == "--" || !word.hasPrefix("-") || word == "-" { return words }
      if ["--bind", "--now"].contains(word) {
        index += 1
      } else if !isOption(word), expression == nil {
        expression = index
      } else if !isOption(word) {
        return words
      }
      index += 1
    }
    guard let expression else { return words }
    var arranged = words
    let moved = arranged.remove(at: expression)
    return arranged + ["--", moved]
  }

  private static func isOption(_ word: String) -> Bool {
    ["-h", "--help", "--version"].contains(word) || word.hasPrefix("--bind=")
      || word.hasPrefix("--now=")
  }
}
