import Testing
import WritExpression
import WritJSON

@Suite struct StackTests {
  /// Repeats what opens and what closes around a core.
  private static func nested(_ open: String, _ core: String, _ close: String, _ times: Int)
    -> String
  {
    String(repeating: open, count: times) + core + String(repeating: close, count: times)
  }

  @Test(
    "Every construct nests to the limit on a small stack",
    arguments: [
      ("(", "1", ")"), ("[", "1", "]"), ("{'a': ", "1", "}"), ("int(", "1", ")"),
      ("[0][", "0", "]"), ("-(", "1", ")"), ("true ? 1 : (", "2", ")"),
      ("[1].map(x, ", "1", ")"), ("[1].exists(x, ", "true", ")"), ("false || (", "true", ")"),
      ("cel.bind(x, 1, ", "x", ")"), ("optional.of(", "1", ")"), ("!(", "true", ")"),
    ])
  func nests(_ open: String, _ core: String, _ close: String) throws {
    // Some constructs hold two places at a time, so half of the limit is what all reach.
    let source = Self.nested(open, core, close, Expression.deepestNesting / 2)
    try onSmallStack {
      _ = try Expression(parsing: source).checked().evaluate()
    }
  }

  @Test(
    "Nesting beyond the limit is refused",
    arguments: ["(", "[", "{1:", "-", "!", "f(", "x[", "true ? 1 : ", "[1].all(x, "])
  func refuses(_ open: String) throws {
    let source = Self.nested(open, "1", "", 30_000 / open.count)
    try onSmallStack {
      let error = #expect(throws: ExpressionError.self) { try Expression(parsing: source) }
      #expect(error?.code == .tooDeep)
    }
  }

  @Test(
    "Long rows are not nesting",
    arguments: [
      ("1", " + 1"), ("true", " && true"), ("false", " || false"), ("1", " == 1"), ("x", ".a"),
      ("x", "[0]"), ("[1]", ".map(x, x)"), ("'a'", ".trim()"),
    ])
  func rows(_ first: String, _ next: String) throws {
    let source = first + String(repeating: next, count: 8_000)
    try onSmallStack {
      let program = try Expression(parsing: source)
        .checked(environment: Environment(variables: ["x": .document]))
      do throws(ExpressionError) {
        _ = try program.evaluate(["x": .int(1)])
      } catch {
        #expect(error.code == .noMatchingOverload)
      }
    }
  }

  /// A program whose value is nested the given number of levels deeper than a list.
  private static func deepener(_ levels: Int) -> String {
    "[0]" + String(repeating: ".map(x, [x])", count: levels)
  }

  @Test("A value nested to its limit is compared, written and released on a small stack")
  func deepValues() throws {
    try onSmallStack {
      let value = try Expression(parsing: Self.deepener(511)).checked().evaluate()
      #expect(value.equals(value))
      #expect(value == value)
      let json = try value.json
      #expect(try Value(json: json) == value)
    }
  }

  @Test("A value nested beyond its limit is refused")
  func tooDeepValues() throws {
    try onSmallStack {
      let error = #expect(throws: ExpressionError.self) {
        try Expression(parsing: Self.deepener(512)).checked().evaluate()
      }
      #expect(error?.code == .sizeExceeded)
    }
  }

  @Test("A document nested beyond the limit is refused")
  func deepDocuments() throws {
    var json = JSONValue.null
    for _ in 0..<513 { json = .array([json]) }
    let document = json
    let error = #expect(throws: ExpressionError.self) { try Value(json: document) }
    #expect(error?.code == .tooDeep)
  }
}
