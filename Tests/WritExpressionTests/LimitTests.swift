import Testing
import WritExpression
import WritJSON

@Suite struct LimitTests {
  private static func code(
    _ source: String, _ bindings: Bindings = [:], limits: Limits = Limits(steps: 50_000)
  ) throws -> ExpressionError.Code? {
    let environment = Environment(variables: ["text": .document, "list": .document])
    let program = try Expression(parsing: source).checked(environment: environment)
    do throws(ExpressionError) {
      _ = try program.evaluate(bindings, limits: limits)
      return nil
    } catch {
      return error.code
    }
  }

  /// `[0, 1].all(a, [0, 1].all(b, ...))`, so many levels deep.
  private static func towers(_ levels: Int, _ core: String) -> String {
    (0..<levels).map { "[0, 1].all(x\($0), " }.joined() + core
      + String(repeating: ")", count: levels)
  }

  @Test("Nested macros are cut off after the steps that are allowed")
  func steps() throws {
    #expect(try Self.code(Self.towers(40, "true")) == .costExceeded)
    #expect(try Self.code(Self.towers(4, "true")) == nil)
    #expect(try Self.code("1 + 1", limits: Limits(steps: 2)) == .costExceeded)
    #expect(try Self.code("1 + 1", limits: Limits(steps: 10)) == nil)
  }

  @Test(
    "No operator absorbs a limit",
    arguments: [towers(40, "1 / 0 > 0") + " || true", "[1].exists(x, \(towers(40, "true")))"])
  func limitsAreFatal(_ source: String) throws {
    #expect(try Self.code(source) == .costExceeded)
  }

  @Test("A text does not grow without bound")
  func text() throws {
    var source = "x30"
    for step in (0..<30).reversed() {
      source = "cel.bind(x\(step + 1), x\(step) + x\(step), \(source))"
    }
    #expect(try Self.code("cel.bind(x0, 'ab', \(source))", limits: Limits()) == .sizeExceeded)
    #expect(try Self.code("'abc' + 'def'", limits: Limits(text: 5)) == .sizeExceeded)
  }

  @Test(
    "Functions that multiply are bounded",
    arguments: [
      "text.replace('', text)", "list.map(x, text).join(text)",
      "'%s%s%s%s%s'.format([text, text, text, text, text])",
      "text.split('')", "[text, text, text].map(x, text + text + text + text + text).size()",
      "text.matches('(a|b)*c{1,100}') || list.all(x, text.contains('aaaaaaaaab'))",
    ])
  func growth(_ source: String) throws {
    let text = Value.string(String(repeating: "a", count: 500_000))
    let list = Value.list(Value.List(Array(repeating: .int(1), count: 1_000)))
    let code = try Self.code(source, ["text": text, "list": list])
    #expect(code == .sizeExceeded || code == .costExceeded)
  }

  @Test("A list does not grow without bound")
  func elements() throws {
    let list = Value.list(Value.List((0..<60_000).map { .int($0) }))
    #expect(try Self.code("list + list", ["list": list]) == .sizeExceeded)
    #expect(
      try Self.code("list.map(x, x)", ["list": list], limits: Limits(elements: 10)) == .sizeExceeded
    )
  }

  @Test("A small value with a great result as JSON is refused")
  func sharing() throws {
    var source = "x30"
    for step in (0..<30).reversed() {
      source = "cel.bind(x\(step + 1), [x\(step), x\(step)], \(source))"
    }
    let value = try Expression(parsing: "cel.bind(x0, 1, \(source))").checked().evaluate()
    let error = #expect(throws: ExpressionError.self) { try value.json }
    #expect(error?.code == .sizeExceeded)
  }

  @Test("Comparing values that share their parts is bounded")
  func comparing() throws {
    var source = "x30 == x30"
    for step in (0..<30).reversed() {
      source = "cel.bind(x\(step + 1), [x\(step), x\(step)], \(source))"
    }
    #expect(try Self.code("cel.bind(x0, 1, \(source))") == .costExceeded)
  }

  @Test("The text of an expression has a limit")
  func source() {
    let long = String(repeating: " ", count: Expression.longestSource) + "1"
    let error = #expect(throws: ExpressionError.self) { try Expression(parsing: long) }
    #expect(error?.code == .tooLarge)
  }
}
