import Testing
import WritExpression
import WritJSON

@Suite struct ProgramTests {
  private static let environment = Environment(variables: ["new": .document, "n": .int])

  @Test("A program tells its source, its variables and the type of its result")
  func facts() throws {
    let program = try Expression(parsing: "n > 1 && new.a == n").checked(
      environment: Self.environment)
    #expect(program.source == "n > 1 && new.a == n")
    #expect(program.variables.sorted() == ["n", "new"])
    #expect(program.resultType == .bool)
  }

  @Test("A program is evaluated with other bindings any number of times")
  func reuse() throws {
    let program = try Expression(parsing: "n * 2").checked(environment: Self.environment)
    for number in 0..<5 as Range<Int64> {
      #expect(try program.evaluate(["n": .int(number)]) == .int(number * 2))
    }
  }

  @Test("A variable without a value fails where it is used")
  func unbound() throws {
    let program = try Expression(parsing: "true || n > 1").checked(environment: Self.environment)
    #expect(try program.evaluate() == .bool(true))
    let needy = try Expression(parsing: "n + 1").checked(environment: Self.environment)
    let error = #expect(throws: ExpressionError.self) { try needy.evaluate() }
    #expect(error?.code == .unboundVariable && error?.kind == .evaluation)
  }

  @Test("Many variables are found as well as few")
  func manyVariables() throws {
    let names = (0..<40).map { "v\($0)" }
    var environment = Environment()
    var bindings = Bindings()
    for (index, name) in names.enumerated() {
      environment.variables[name] = .int
      bindings[name] = .int(Int64(index))
    }
    let program = try Expression(parsing: names.joined(separator: " + ")).checked(
      environment: environment)
    #expect(try program.evaluate(bindings) == .int(780))
  }

  @Test("Bindings are set, changed and taken away")
  func bindings() {
    var bindings: Bindings = ["a": .int(1), "a": .int(2)]
    #expect(bindings["a"] == .int(2))
    bindings["a"] = .null
    #expect(bindings["a"] == .null)
    bindings["a"] = nil
    #expect(bindings["a"] == nil)
  }

  @Test("The types of variables are checked")
  func variableTypes() {
    let environment = Environment(variables: [
      "s": .string, "m": .map(.string, .int), "l": .list(.duration), "t": .timestamp,
    ])
    for source in ["s + 1", "m.a.b", "l[0] + 1", "t + t", "s.getHours()", "m.map(k, k + 1)"] {
      let error = #expect(throws: ExpressionError.self, "\(source)") {
        try Expression(parsing: source).checked(environment: environment)
      }
      #expect(error?.code == .noMatchingOverload)
    }
  }

  @Test("Numbers of a variable that is no document do not adapt")
  func dynamic() throws {
    let environment = Environment(variables: ["x": .dyn])
    let program = try Expression(parsing: "x + 0.5").checked(environment: environment)
    let error = #expect(throws: ExpressionError.self) { try program.evaluate(["x": .int(1)]) }
    #expect(error?.code == .noMatchingOverload)
  }

  @Test("Time zones may come from elsewhere")
  func zones() throws {
    let zones = TimeZones { $0 == "Here" ? TimeZoneRules(fixed: 5_400) : nil }
    let environment = Environment(timeZones: zones)
    let program = try Expression(parsing: "timestamp(0).getMinutes('Here')").checked(
      environment: environment)
    #expect(try program.evaluate() == .int(30))
    let other = try Expression(parsing: "timestamp(0).getMinutes('Europe/Paris')").checked(
      environment: environment)
    #expect(throws: ExpressionError.self) { try other.evaluate() }
  }

  @Test("One program is evaluated from several tasks at once")
  func concurrency() async throws {
    let program = try Expression(parsing: "[1, 2, 3].map(x, x * n)").checked(
      environment: Self.environment)
    try await withThrowingTaskGroup(of: Value.self) { group in
      for number in 1...20 as ClosedRange<Int64> {
        group.addTask { try program.evaluate(["n": .int(number)]) }
      }
      for try await value in group {
        guard case .list(let list) = value else { throw ExpressionTestFailure() }
        #expect(list.elements.count == 3)
      }
    }
  }
}

/// Thrown where a test meets a value that it cannot go on with.
struct ExpressionTestFailure: Error {}
