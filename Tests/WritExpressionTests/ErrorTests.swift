import Testing
import WritExpression
import WritJSON

@Suite struct ErrorTests {
  private static func error(_ source: String, _ bindings: Bindings = [:]) -> ExpressionError? {
    #expect(throws: ExpressionError.self) {
      let variables = ["new", "old", "x"].map { ($0, ValueType.document) }
      let environment = Environment(variables: Dictionary(uniqueKeysWithValues: variables))
      return try Expression(parsing: source).checked(environment: environment).evaluate(bindings)
    }
  }

  @Test(
    "A hint names what was meant",
    arguments: [
      ("nwe.a == 1", "new"), ("[1].al(x, true)", "all"), ("'a'.startWith('b')", "startsWith"),
      ("sise('a')", "size"), ("math.ab(1)", "math.abs"), ("contains('a', 'b')", "string.contains"),
      ("greatest(1, 2)", "math.greatest"), ("x and true", "&&"), ("x = 1", "=="),
      ("1 + 1.0", "double(...)"), ("'a' + 1", "string(...)"), ("'a' in 'abc'", "contains"),
      ("Foo{a: 1}", "map"), ("true ? false ? 1 : 2 : 3", "parentheses"), ("'a'[0]", "charAt"),
      ("has(x['a'])", "has(x.field)"), ("[1].filter(x, true, 1)", "macro"), ("size", "size(...)"),
      ("{'in': 1}.in", "x['...']"), ("\u{201C}a\u{201D}", "straight quotes"),
      ("9223372036854775808", "'u'"), ("timestamp('x')", "2026-01-31T09:30:00Z"),
    ])
  func hints(_ source: String, _ part: String) throws {
    let hint = try #require(Self.error(source)?.hint, "no hint for \(source)")
    #expect(hint.contains(part), "\(hint)")
  }

  @Test("A missing key of a document gets a hint")
  func keyHint() throws {
    let document: Value = .map(try #require(Value.Map(["canary_pct": .int(5)])))
    #expect(Self.error("new.canary_pc", ["new": document])?.hint == "did you mean \"canary_pct\"?")
  }

  @Test(
    "Line and column point at the fault",
    arguments: [
      ("1 +\n  nope", 2, 3), ("1 +\r\n  nope", 2, 3), ("1 +\r  nope", 2, 3), ("'é' + nope", 1, 7),
      ("'\u{1F600}' == nope", 1, 8), ("[1, 2, 1 / 0]", 1, 10), ("x.a.b.c", 1, 3),
      ("1 2", 1, 3), ("", 1, 1), ("1 +", 1, 4), ("(1 + 2", 1, 1), ("'abc", 1, 1),
      ("'a\\qb'", 1, 3), ("size('a', 'b')", 1, 1), ("'a'.nope()", 1, 5),
      ("true && (1 ? 2 : 3)", 1, 12),
    ])
  func places(_ source: String, _ line: Int, _ column: Int) throws {
    let error = try #require(Self.error(source, ["x": .int(1)]))
    #expect(error.line == line && error.column == column, "\(error)")
  }

  @Test("The caret stands under the fault, behind tabs and wide text")
  func caret() throws {
    let source = "1 == 1 &&\n\tnope"
    #expect(
      Self.error(source)?.rendered(source: source) == """
        check error at 2:2: There is no variable 'nope'.
          |
        2 | \tnope
          | \t^
          = hint: the variables are new, old, x

        """)
  }

  @Test("What is shown holds no control characters and is short")
  func rendering() throws {
    let source = "'\u{1B}[31m\u{202E}" + String(repeating: "a", count: 500) + "' + nope"
    let shown = try #require(Self.error(source)?.rendered(source: source))
    #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
    #expect(!shown.unicodeScalars.contains("\u{202E}"))
    #expect(shown.utf8.count < 500)
    let keyed = "{'\u{1B}[31m': 1}['\u{1B}']"
    #expect(Self.error(keyed)?.message.unicodeScalars.contains("\u{1B}") == false)
  }

  @Test("A fault in a document has no line")
  func documents() throws {
    let number = try #require(JSONNumber(text: "1e400"))
    let error = #expect(throws: ExpressionError.self) { try Value(json: .number(number)) }
    #expect(error?.code == .numberOutOfRange && error?.line == 0)
    #expect(error?.rendered(source: "x").contains("\n1 |") == false)
    #expect(error?.rendered(source: "x").hasPrefix("evaluation error: ") == true)
  }
}
