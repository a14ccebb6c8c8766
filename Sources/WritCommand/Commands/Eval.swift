import ArgumentParser
import WritExpression
import WritJSON

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate an expression (CEL) and print its value as JSON.",
    discussion: """
      An error of the evaluation exits with 1, one of the expression itself with 64. The variable \
      'now' has the time of --now, and no value without it: an expression has no clock.
      """)

  @Argument(help: "The expression.")
  var expression: String

  @Option(
    name: .customLong("bind"), parsing: .singleValue,
    help: ArgumentHelp("Bind a variable to a document; may be repeated.", valueName: "NAME=FILE"))
  var bindings: [String] = []

  @Option(help: "The value of 'now': an RFC 3339 date-time.")
  var now: String?

  func run() throws {
    Failure.command = "eval"
    var values = Bindings()
    var types: [String: ValueType] = [:]
    for binding in bindings {
      let (name, value) = try Self.read(binding)
      values[name] = value
      types[name] = .document
    }
    if let now {
      guard let time = Value.Timestamp(text: now) else {
        throw UsageError("--now '\(now)' is no RFC 3339 date-time.")
      }
      values["now"] = .timestamp(time)
      types["now"] = .timestamp
    }
    do throws(ExpressionError) {
      let program = try Expression(parsing: expression)
        .checked(environment: WritExpression.Environment(variables: types))
      Output.bytes(try program.evaluate(values).json.serialized())
    } catch {
      Output.message("error: \(error.rendered(source: expression))")
      throw error.kind == .evaluation ? ExitStatus.failure : .usage
    }
  }

  private static func read(_ binding: String) throws -> (String, Value) {
    guard let equals = binding.firstIndex(of: "="), equals != binding.startIndex else {
      throw UsageError("--bind '\(binding)' is not NAME=FILE.")
    }
    let file = String(binding[binding.index(after: equals)...])
    return (String(binding[..<equals]), try Value(json: Input.json(file)))
  }
}
