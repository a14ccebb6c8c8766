/// An expression that was checked and compiled, ready to be evaluated any number of times.
public struct Program: Sendable {
  /// What is known of the type of the result.
  public let resultType: ValueType
  let code: Code

  init(_ expression: Expression, environment: Environment) throws(ExpressionError) {
    var checker = try Checker(expression, environment)
    try checker.check()
    var compiler = Compiler(checker)
    try compiler.compile()
    code = Code(compiler, timeZones: environment.timeZones)
    resultType = checker.type(expression.tree.root)
  }

  /// The text of the expression.
  public var source: String { code.expression.source }

  /// The variables that the expression uses, in the order of their first use.
  public var variables: [String] { code.variables }

  /// Evaluates the expression; throws an ``ExpressionError`` of the kind `evaluation`.
  ///
  /// The result depends on nothing but the bindings. A variable without a value is an error where it
  /// is used.
  public func evaluate(
    _ bindings: Bindings = Bindings(), limits: Limits = Limits()
  ) throws(ExpressionError) -> Value {
    var machine = Machine(code, bindings, limits)
    do {
      return try machine.run()
    } catch {
      throw located(error)
    }
  }

  private func located(_ failure: Failure) -> ExpressionError {
    let place = code.positions.indices.contains(Int(failure.place)) ? Int(failure.place) : 0
    return code.expression.text.error(
      .evaluation, failure.reason.code, at: Int(code.positions[place]), failure.reason.message,
      hint: failure.reason.hint)
  }
}

extension Expression {
  /// Checks names and types and compiles; throws an ``ExpressionError`` of the kind `check`.
  public func checked(environment: Environment = Environment()) throws(ExpressionError) -> Program {
    try Program(self, environment: environment)
  }
}
